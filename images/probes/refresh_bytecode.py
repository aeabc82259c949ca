"""Compiles Python files again that changed after their bytecode was made. Usage: refresh_bytecode.py MARKER

Python doesn't compare an image's bytecode with its source at run time (see compile.py), so a changed source would have no
effect. MARKER is a file that is older than all changes. Prints the number of refreshed files. Standard library only; Python
3.8 and newer.
"""

import importlib.util
import os
import py_compile
import sys
import sysconfig
import warnings

UNCHECKED_HASH = 0b01


def stale(source, bytecode):
    """Whether unchecked bytecode belongs to another source (PEP 552: flags in bytes 4 to 8, then the source's hash)."""
    with open(bytecode, "rb") as file:
        head = file.read(16)
    if head[:4] != importlib.util.MAGIC_NUMBER or int.from_bytes(head[4:8], "little") != UNCHECKED_HASH:
        return False
    with open(source, "rb") as file:
        return importlib.util.source_hash(file.read()) != head[8:]


def changed(folder, since):
    """Python files below a folder whose content or metadata changed after `since`, in nanoseconds."""
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            if name.endswith(".py") and os.path.isfile(path) and os.stat(path).st_ctime_ns >= since:
                yield path


def main(marker):
    """Refreshes the bytecode of all of site-packages."""
    warnings.simplefilter("ignore")
    since = os.stat(marker).st_ctime_ns
    count = 0
    for folder in sorted({sysconfig.get_path(one) for one in ("purelib", "platlib")}):
        for source in changed(folder, since):
            bytecode = importlib.util.cache_from_source(source)
            if not os.path.exists(bytecode) or not stale(source, bytecode):
                continue
            os.remove(bytecode)
            count += 1
            try:
                py_compile.compile(
                    source, doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
                )
            except (py_compile.PyCompileError, UnicodeError, ValueError, RecursionError, MemoryError):
                continue
    print(count)


main(sys.argv[1])
