"""Wheels that break the rules of their format, and sources that are built to such wheels."""

import base64
import zipfile

from packages import backend_sdist, wheel

ALL = ("pip23", "pip26", "uv")
PIP = ("pip23", "pip26")


def _all(expected, tools=ALL):
    return {tool: expected for tool in tools}


# name of the case: what is odd about the wheel, the class with each tool that refuses it, cause
HOPELESS = {
    "newline": ({"files": {"newline/a\nb.py": ""}}, _all("W1", ["uv"]), "a line break in a file's name"),
    "no-record": ({"without": ["RECORD"]}, _all("W1"), "no RECORD"),
    "no-wheel": ({"without": ["WHEEL"]}, _all("W1"), "no WHEEL"),
    "two-infos": ({"files": {"another-2.0.dist-info/METADATA": ""}}, _all("W1"), "two .dist-info folders"),
    "other-info": ({"info": "another-1.0"}, _all("W1", PIP), "the .dist-info folder of another name"),
    "newer-format": ({"format": "2.0"}, _all("W1"), "a newer major version of the format"),
    "unknown-scheme": ({"files": {"unknownscheme-1.0.data/foo/x": ""}}, _all("W1"), "an unknown folder of .data"),
    "bad-record": ({"record": b"\xff\xfe,,\n"}, _all("W1"), "a RECORD that isn't UTF-8"),
    "file-and-folder": ({"files": {"fileandfolder/a": "", "fileandfolder/a/b": ""}}, _all("W1"), "one name for a file and a folder"),
    "link-to-folder": ({"files": {"linktofolder/out": "/tmp", "linktofolder/out/b": ""}, "links": ["linktofolder/out"]}, _all("W1"), "a symbolic link with a file beneath"),
    "long-name": ({"files": {"longname/" + "a" * 300: ""}}, _all("W1"), "a name of 300 characters"),
    "no-callable": ({"scripts": "run = nocallable"}, _all("W1"), "an entry point that names nothing to call"),
    "bzip2": ({"method": zipfile.ZIP_BZIP2}, _all("W1", ["uv"]), "compressed otherwise than wheels are"),
    "outside": ({"files": {"../../../outside.txt": ""}}, _all("W2", PIP), "a name that leaves the folder"),
    "absolute": ({"files": {"/opt/absolute.txt": ""}}, _all("W2", PIP), "an absolute name"),
    "script-outside": ({"scripts": "../../outside = scriptoutside:run"}, _all("W2", ["pip26", "uv"]), "a script outside of the scripts' folder"),
    "python-script": ({"files": {"pythonscript-1.0.data/scripts/python3": "#!/bin/sh\n"}}, _all("W3", ["uv"]), "a script in the interpreter's place"),
}


def _odd_wheel(package, odd):
    files = {f"{package}/__init__.py": "", **odd.get("files", {})}
    return wheel(package, files=files, odd=odd)


def _source(name, odd):
    """A source whose build writes that wheel, whatever the installer."""
    package = "built" + name.replace("-", "")
    odd = {**odd, "files": {path.replace("pythonscript", package): text for path, text in odd.get("files", {}).items()}}
    content = base64.b64encode(_odd_wheel(package, odd)).decode()
    file = f"{package}-1.0-py3-none-any.whl"
    write = f"import base64, os\n    open(os.path.join(directory, {file!r}), 'wb').write(base64.b64decode({content!r}))\n    return {file!r}"
    return f"{package}-1.0.tar.gz", backend_sdist(package, at_wheel=write)


HOPELESS_FILES = {
    **{f"{name.replace('-', '')}-1.0-py3-none-any.whl": _odd_wheel(name.replace("-", ""), odd) for name, (odd, _, _) in HOPELESS.items()},
    **dict(_source(name, HOPELESS[name][0]) for name in ("no-record", "python-script")),
}
