"""What becomes of wheels that are installed together: prints the bytes of their layer's compressed archive.

Usage: layers.py LAYER_SIZE < GROUPS   LAYER_SIZE is layer_size.go, built. A line of GROUPS is a JSON list of wheels; for each two
lines come back, without bytecode and with that of the Python which runs this. Paths are always those of Debian 12.
"""

import base64
import configparser
import hashlib
import importlib.util
import json
import marshal
import os
import re
import subprocess
import sys
import warnings
import zipfile

PREFIX = "usr/local/"
PURELIB = PREFIX + "lib/python3.11/dist-packages/"
SCRIPT = """#!/usr/bin/python3
# -*- coding: utf-8 -*-
import sys
from {module} import {imported}
if __name__ == "__main__":
    if sys.argv[0].endswith("-script.pyw"):
        sys.argv[0] = sys.argv[0][:-11]
    elif sys.argv[0].endswith(".exe"):
        sys.argv[0] = sys.argv[0][:-4]
    sys.exit({called}())
"""
FOLDERS = {"purelib": PURELIB, "platlib": PURELIB, "scripts": PREFIX + "bin/", "data": PREFIX}


def place(path):
    """Where an installer puts a file of a wheel."""
    match = re.match(r"[^/]+\.data/([a-z]+)/(.+)$", path)
    return FOLDERS.get(match[1], PREFIX + "include/") + match[2] if match else PURELIB + path


def scripts(entry_points):
    """{name: text} of the console scripts that an installer writes."""
    parser = configparser.ConfigParser(delimiters=("=",), strict=False, interpolation=None)
    parser.optionxform = str
    parser.read_string(entry_points)
    found = {}
    for section in ("console_scripts", "gui_scripts"):
        for name, target in parser.items(section) if parser.has_section(section) else ():
            module, _, called = target.split("[")[0].strip().partition(":")
            found[name] = SCRIPT.format(module=module, imported=called.split(".")[0], called=called).encode()
    return found


def installed(wheel):
    """{path: content} as uv leaves it, bytecode not included."""
    archive = zipfile.ZipFile(wheel)
    files = {place(one.filename): archive.read(one) for one in archive.infolist() if not one.is_dir()}
    record = next(path for path in files if re.match(re.escape(PURELIB) + r"[^/]+\.dist-info/RECORD$", path))
    info = os.path.dirname(record)
    files[info + "/INSTALLER"], files[info + "/REQUESTED"] = b"uv", b""
    entry_points = files.get(info + "/entry_points.txt", b"").decode("utf-8", "replace")
    files.update({PREFIX + "bin/" + name: text for name, text in scripts(entry_points).items()})
    rows = [row(path, content) for path, content in sorted(files.items()) if path != record]
    files[record] = "".join([*rows, os.path.relpath(record, PURELIB) + ",,\n"]).encode()
    return files


def row(path, content):
    """A line of RECORD."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
    return "%s,sha256=%s,%d\n" % (os.path.relpath(path, PURELIB), digest, len(content))


def bytecode(source, path):
    """Content of a .pyc with an unchecked hash, or None for what isn't Python."""
    try:
        code = compile(source, "/" + path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, UnicodeError, RecursionError, MemoryError):
        return None
    flags = (1).to_bytes(4, "little")
    return importlib.util.MAGIC_NUMBER + flags + importlib.util.source_hash(source) + marshal.dumps(code)


def compiled(files):
    """{path: content} of the bytecode of what can be imported."""
    found = {}
    for path, content in files.items():
        if path.endswith(".py") and path.startswith(PURELIB):
            code = bytecode(content, path)
            if code:
                folder, name = os.path.split(path)
                found["%s/__pycache__/%s.cpython-311.pyc" % (folder, name[:-3])] = code
    return found


def archive_bytes(program, files):
    """Bytes of the compressed archive, its entries in the order in which an engine walks a layer."""
    folders = set()
    for path in files:
        while path := os.path.dirname(path):
            folders.add(path)
    process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for path in sorted([*files, *folders], key=lambda one: one.split("/")):
        content = b"" if path in folders else files[path]
        name = path + "/" if path in folders else path
        process.stdin.write(b"%d %s\n" % (len(content), name.encode()))
        process.stdin.write(content)
    process.stdin.close()
    return int(process.stdout.read())


def main(program):
    """Prints two lines for each group of standard input."""
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        group = json.loads(line)
        files = {}
        for wheel in group:
            files.update(installed(wheel))
        code = compiled(files)
        for kind, more in (("none", {}), ("all", code)):
            bytes_ = archive_bytes(program, {**files, **more})
            size = sum(map(len, more.values()))
            print(json.dumps({"wheels": group, "kind": kind, "bytecode": size, "archive": bytes_}), flush=True)


main(*sys.argv[1:])
