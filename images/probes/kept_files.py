"""Prints which of some paths distributions have: absolute path, bytes and CRC-32 of each file, as one JSON document.

Usage: kept_files.py LIST NAME... LIST is a JSON file of paths as RECORD names them. Standard library only; runs on Python 3.8
and newer.
"""

import json
import os
import re
import sys
import zlib
from importlib import metadata


def normalised(name):
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", name or "").lower()


def crc32(path):
    value = 0
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            value = zlib.crc32(piece, value)
    return value


def main(listed, names):
    with open(listed, encoding="utf-8") as file:
        wanted = set(json.load(file))
    found = {}
    for dist in metadata.distributions():
        name = normalised(dist.metadata["Name"])
        if name not in names or name in found:
            continue
        paths = [str(dist.locate_file(one)) for one in dist.files or [] if str(one) in wanted]
        found[name] = [[os.path.normpath(one), os.path.getsize(one), crc32(one)] for one in paths if os.path.isfile(one)]
    json.dump(found, sys.stdout)


main(sys.argv[1], set(sys.argv[2:]))
