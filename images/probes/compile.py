"""Compiles the named distributions to bytecode and prints the size of each on disk, as one JSON document.

Usage: compile.py all|none NAME... Standard library only; runs on Python 3.8 and newer. Compiles only files that a
distribution's RECORD names, so bytecode of the base image stays as it is. Python doesn't compare the bytecode with its source
at run time (PEP 552, unchecked hash): the files of an image don't change, but their modification times may.
"""

import collections
import heapq
import json
import os
import py_compile
import re
import subprocess
import sys
import sysconfig
import warnings
from importlib import metadata

BLOCK = 4096
# Each file costs as much time as this many bytes of source.
FILE_COST = 1000
# uv refuses scripts of these names; pip writes them.
INTERPRETER = re.compile(r"python(?:w|3(?:\.\d{1,2}t?)?)?$", re.IGNORECASE)


def normalised(name):
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", name or "").lower()


def installed(names):
    """{name: absolute paths of its files} for the named distributions, in the order of sys.path."""
    wanted = {normalised(name) for name in names}
    found = {}
    for dist in metadata.distributions():
        name = normalised(dist.metadata["Name"])
        if name in wanted and name not in found:
            found[name] = sorted({os.path.normpath(str(dist.locate_file(one))) for one in dist.files or []})
    return found


def compiled_path(source):
    """Path of a source file's bytecode (PEP 3147)."""
    folder, name = os.path.split(source)
    return os.path.join(folder, "__pycache__", "%s.%s.pyc" % (name[:-3], sys.implementation.cache_tag))


def sources(paths):
    """Python files that can be imported: those in site-packages."""
    roots = tuple({sysconfig.get_path(one) + os.sep for one in ("purelib", "platlib")})
    return [path for path in paths if path.endswith(".py") and path.startswith(roots) and os.path.isfile(path)]


def interpreters(paths):
    """Scripts in the place of an interpreter. Programs of that name inside of a package are the package's own."""
    roots = tuple({sysconfig.get_path(one) + os.sep for one in ("purelib", "platlib")})
    return [path for path in paths if INTERPRETER.match(os.path.basename(path)) and not path.startswith(roots)]


def compile_file(source):
    """Writes one file's bytecode. Skips a file that isn't Python for this version, which nobody can import."""
    try:
        py_compile.compile(source, doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    except (py_compile.PyCompileError, UnicodeError, ValueError, RecursionError, MemoryError):
        return


def compile_all(paths):
    """Divides the files among one process for each core: the largest first, each to the process with the least work."""
    shares = [[] for _ in os.sched_getaffinity(0)]
    loads = [(0, number) for number in range(len(shares))]
    for size, path in sorted(((os.path.getsize(path), path) for path in paths), reverse=True):
        load, number = heapq.heappop(loads)
        shares[number].append(path)
        heapq.heappush(loads, (load + size + FILE_COST, number))
    command = [sys.executable, "-s", "-B", os.path.abspath(__file__), "--worker"]
    # Before Python 3.11, bytecode has constant sets in the order of their hashes.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    workers = []
    for share in shares:
        worker = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)
        worker.stdin.write(json.dumps(share).encode())
        worker.stdin.close()
        workers.append(worker)
    failed = [worker.returncode for worker in workers if worker.wait() != 0]
    if failed:
        sys.exit("a compiler process ended with %s" % failed[0])


def worker():
    """Compiles the files named on standard input. Drops warnings about foreign code."""
    warnings.simplefilter("ignore")
    for path in json.load(sys.stdin):
        compile_file(path)


def totals(paths):
    """Number, apparent bytes and bytes in whole blocks of the files that exist."""
    sizes = [os.lstat(path).st_size for path in paths if os.path.lexists(path)]
    blocks = sum(-(-size // BLOCK) * BLOCK for size in sizes)
    return {"count": len(sizes), "bytes": sum(sizes), "blocks": blocks}


def apparent(paths):
    """{path: bytes} of the files that exist."""
    return {path: os.lstat(path).st_size for path in paths if os.path.lexists(path)}


def main(mode, names):
    """Compiles if `mode` is "all", and prints {"name", "files", "bytecode", "shared", "interpreters"} for each distribution.

    `shared` has the sizes of files that several distributions bring. Each counts such a file, but the disk has it once.
    """
    found = installed(names)
    if mode == "all":
        compile_all(sorted({path for paths in found.values() for path in sources(paths)}))
    report = []
    owners = collections.Counter(path for paths in found.values() for path in paths)
    for name, paths in sorted(found.items()):
        own = [path for path in paths if "/__pycache__/" not in path]
        compiled = {path: compiled_path(path) for path in sources(own)}
        sizes = {"files": totals(own), "bytecode": totals(compiled.values())}
        both = [path for path in own if owners[path] > 1]
        shared = apparent(both + [compiled[path] for path in both if path in compiled])
        report.append({"name": name, **sizes, "shared": shared, "interpreters": interpreters(own)})
    json.dump(report, sys.stdout)


if sys.argv[1:] == ["--worker"]:
    worker()
else:
    main(sys.argv[1], sys.argv[2:])
