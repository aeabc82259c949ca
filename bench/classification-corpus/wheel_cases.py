"""Wheels that came whole, and that an installer refuses all the same; some of them are built from a source."""

from hopeless_wheels import HOPELESS
from tools import Excerpt


def cases(tools, index):
    for name, (_, wanted, cause) in HOPELESS.items():
        for tool, expected in wanted.items():
            yield _case(tools, index, tool, name, expected, cause)
            if name in ("no-record", "python-script"):
                yield _case(tools, index, tool, f"built-{name}", expected, f"a source is built to it: {cause}")


def _case(tools, index, tool, name, expected, cause):
    def run():
        package = name.replace("-", "")
        code, output = tools.run(tool, index.address("none"), f"{package}==1.0")
        return Excerpt(f"{tool}-{name}", tool, tools.version(tool), cause, expected, output, code)

    return run
