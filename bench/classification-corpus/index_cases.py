"""Failures of the index and of the files on it."""

import hashlib

from files import FILES
from tools import Excerpt

PIP23, PIP26, UV = "pip23", "pip26", "uv"
SAME = (PIP23, PIP26, UV)


def _all(expected):
    return dict.fromkeys(SAME, expected)


PAGE = {
    **{status: _all("N3") for status in ("500", "502", "503", "504", "520", "408")},
    **{"429": _all("N4"), "429~3": _all("N4"), "401": _all("N5"), "403": _all("N5"), "404": _all("R0")},
    **{"reset": _all("N2"), "stall": _all("N2")},
}
# A cut body is told as what each tool can see of it: a hash, an end too early, or an archive that can't be read.
FILE = {
    **{status: _all("N6") for status in ("500", "502", "503", "504", "408")},
    **{"429": _all("N4"), "429~3": _all("N4"), "401": _all("N5"), "403": _all("N5"), "404": _all("N6G")},
    "reset": _all("N2"),
    "reset-body": {PIP23: "N7", PIP26: "N7", UV: "H2"},
    "cut": {PIP23: "H1", PIP26: "N7", UV: "H2"},
    "cut-close": {PIP23: "H1", PIP26: "H1", UV: "H2"},
    "cut-chunked": {PIP23: "N7", PIP26: "N7", UV: "H2"},
    "stall": {PIP23: "N2", PIP26: "N7", UV: "H2"},
    "flip": {PIP23: "H1", PIP26: "H1", UV: "H2"},
    "rubbish": _all("H2"),
    "swap": {PIP23: "H1", PIP26: "H1", UV: "H1"},
}
# With a lock, as Surelayer installs, uv reads the whole file and says more.
LOCKED = {
    **{"503": "N6", "429": "N4", "403": "N5", "404": "N6G", "reset": "N2", "reset-body": "N2", "cut": "N7"},
    **{"cut-close": "H2", "cut-chunked": "N7", "stall": "N2", "flip": "H2", "rubbish": "H2", "swap": "H1"},
}


def cases(tools, index):
    """Every fault of page and file with every installer; yields functions, so that they can run side by side."""
    for where, faults in (("page", PAGE), ("file", FILE)):
        for how, expected in faults.items():
            for tool in SAME:
                yield _case(tools, index, tool, (where, how), expected[tool])
    for how, expected in LOCKED.items():
        yield _locked(tools, index, how, expected)


def _case(tools, index, tool, fault, expected):
    where, how = fault

    def run():
        code, output = tools.run(tool, index.address(f"{where}-{how}"), "big==1.0")
        cause = f"the index answers the {where} of a package so: {how}"
        named = how.replace("~", "-retry-after-")
        return Excerpt(f"{tool}-{where}-{named}", tool, tools.version(tool), cause, expected, output, code)

    return run


def _locked(tools, index, how, expected):
    def run():
        folder = tools.folder()
        file = "big-1.0-py3-none-any.whl"
        url = index.address(f"file-{how}").replace("/simple/", f"/files/{file}")
        digest = hashlib.sha256(FILES[file]).hexdigest()
        lock = folder / "pylock.toml"
        lock.write_text(
            'lock-version = "1.0"\ncreated-by = "corpus"\n[[packages]]\nname = "big"\nversion = "1.0"\n'
            f'wheels = [{{ name = "{file}", url = "{url}", hashes = {{ sha256 = "{digest}" }} }}]\n'
        )
        code, output = tools.run(UV, index.address("none"), f"-r {lock}", folder=folder)
        cause = f"the host of a locked file answers so: {how}"
        return Excerpt(f"uv-locked-{how}", UV, tools.version(UV), cause, expected, output, code)

    return run
