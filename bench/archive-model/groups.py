"""Writes random groups of wheels as layer archives, half of them with bytecode, and prints what becomes of each.

Usage: groups.py GZIP_SIZE COUNT SEED WHEEL...   GZIP_SIZE is gzip_size.go, built. One JSON line a group.
"""

import io
import json
import marshal
import os
import random
import subprocess
import sys
import tarfile
import warnings
import zipfile

PURELIB = "usr/local/lib/python3.11/dist-packages/"
LIMITS = (4096, 16384, 65536)
MOST_BYTES = 150_000_000


def bytecode(source, path):
    """Content of a .pyc, or None for what isn't Python."""
    try:
        return bytes(16) + marshal.dumps(compile(source, "/" + path, "exec", dont_inherit=True))
    except (SyntaxError, ValueError, UnicodeError, RecursionError, MemoryError):
        return None


def content_of(wheels, compiled):
    """({path: content}, deflated bytes by class of file size, bytes of bytecode) of a group."""
    files, deflated, compiled_bytes = {}, [0] * (len(LIMITS) + 1), 0
    for wheel in wheels:
        archive = zipfile.ZipFile(wheel)
        for entry in archive.infolist():
            if entry.is_dir() or ".data/" in entry.filename:
                continue
            path = PURELIB + entry.filename
            files[path] = archive.read(entry)
            deflated[sum(entry.file_size >= limit for limit in LIMITS)] += entry.compress_size
            code = bytecode(files[path], path) if compiled and path.endswith(".py") else None
            if code:
                folder, name = os.path.split(path)
                files["%s/__pycache__/%s.cpython-311.pyc" % (folder, name[:-3])] = code
                compiled_bytes += len(code)
    return files, deflated, compiled_bytes


def archive_bytes(program, files, folders):
    """Bytes of the compressed archive, its entries in the order in which an engine walks a layer."""
    process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with tarfile.open(fileobj=process.stdin, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted([*files, *folders], key=lambda one: one.split("/")):
            info = tarfile.TarInfo(path)
            info.mtime = 1_764_000_000
            if path in folders:
                info.type, info.mode = tarfile.DIRTYPE, 0o755
                archive.addfile(info)
            else:
                info.size = len(files[path])
                archive.addfile(info, io.BytesIO(files[path]))
    process.stdin.close()
    return int(process.stdout.read())


def main(program, count, seed, wheels):
    """Prints a line for each group that isn't too large."""
    random.seed(seed)
    warnings.simplefilter("ignore")
    for _ in range(count):
        group = random.sample(wheels, random.choice([1, 1, 2, 3, 5, 8]))
        files, deflated, compiled = content_of(group, random.random() < 0.5)
        if sum(map(len, files.values())) > MOST_BYTES:
            continue
        folders = set()
        for path in files:
            while path := os.path.dirname(path):
                folders.add(path)
        size = archive_bytes(program, files, folders)
        entries = len(files) + len(folders)
        print(json.dumps({"deflated": deflated, "bytecode": compiled, "entries": entries, "archive": size}), flush=True)


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
