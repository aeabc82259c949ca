"""Compiles the Python files of wheels with the Python that runs this, and prints the sizes as JSON lines.

Usage: compile_sizes.py WHEEL...   One line a wheel: {"wheel", "bytes", "sources": [[path, bytes, deflated, bytecode], ...]}
"""

import json
import marshal
import os
import sys
import warnings
import zipfile

# Any folder will do: the path that the compiler records is taken off again by fit.py.
PURELIB = "/usr/local/lib/python3.11/dist-packages/"
HEADER_BYTES = 16


def bytecode_bytes(source, path):
    """Size of the .pyc, or 0 for a file that isn't Python for this version."""
    try:
        code = compile(source, PURELIB + path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, UnicodeError, RecursionError, MemoryError):
        return 0
    return HEADER_BYTES + len(marshal.dumps(code)) - len(PURELIB + path)


warnings.simplefilter("ignore")
for wheel in sys.argv[1:]:
    archive = zipfile.ZipFile(wheel)
    entries = [one for one in archive.infolist() if not one.is_dir()]
    sources = [
        (one.filename, one.file_size, one.compress_size, bytecode_bytes(archive.read(one), one.filename))
        for one in entries
        if one.filename.endswith(".py") and ".data/" not in one.filename
    ]
    total = sum(one.file_size for one in entries)
    print(json.dumps({"wheel": os.path.basename(wheel), "bytes": total, "sources": sources}))
