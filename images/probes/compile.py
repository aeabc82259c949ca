"""Compiles the named distributions to bytecode and prints the size of each on disk, as one JSON document.

Usage: compile.py PURELIB all|none NAME... Standard library only; runs on Python 3.8 and newer. Compiles only files that a
distribution's RECORD names, so bytecode of the base image stays as it is. Python doesn't compare the bytecode with its source
at run time (PEP 552, unchecked hash): the files of an image don't change, but their modification times may. Run with -I -S, so
that no package's code runs: nobody compares bytecode with its source later.
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

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from distribution_files import distributions, normalised  # noqa: E402
from layer_records import now  # noqa: E402

BLOCK = 4096
# Each file costs as much time as this many bytes of source.
FILE_COST = 1000
# uv refuses scripts of these names; pip writes them.
INTERPRETER = re.compile(r"python(?:w|3(?:\.\d{1,2}t?)?)?$", re.IGNORECASE)


def site_folders(purelib):
    """Folders of packages. An environment has one, and without `site` Python doesn't know that it is in one."""
    platlib = sysconfig.get_path("platlib")
    return list(dict.fromkeys([purelib] + [platlib] * (purelib == sysconfig.get_path("purelib"))))


def installed(names, sites):
    """{name: absolute paths of its files} for the named distributions."""
    wanted = {normalised(name) for name in names}
    found = {}
    for dist in metadata.distributions(path=sites):
        name = normalised(dist.metadata["Name"])
        if name in wanted and name not in found:
            found[name] = sorted({os.path.normpath(str(dist.locate_file(one))) for one in dist.files or []})
    return found


def compiled_path(source):
    """Path of a source file's bytecode (PEP 3147)."""
    folder, name = os.path.split(source)
    return os.path.join(folder, "__pycache__", "%s.%s.pyc" % (name[:-3], sys.implementation.cache_tag))


def sources(paths, sites):
    """Python files that can be imported: those in site-packages."""
    roots = tuple(one + os.sep for one in sites)
    return [path for path in paths if path.endswith(".py") and path.startswith(roots) and os.path.isfile(path)]


def interpreters(paths, sites):
    """Scripts in the place of an interpreter. Programs of that name inside of a package are the package's own."""
    roots = tuple(one + os.sep for one in sites)
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
    command = [sys.executable, "-s", "-S", "-B", os.path.abspath(__file__), "--worker"]
    # Before Python 3.11, bytecode has constant sets in the order of their hashes. `-I` would ignore that variable, too.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment["PYTHONHASHSEED"] = "0"
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


def main(purelib, mode, names):
    """Compiles if `mode` is "all". Prints the time then, RECORDs, and for each distribution {"name", "files", "bytecode", …}.

    `shared` has the sizes of files that several distributions bring. Each counts such a file, but the disk has it once.
    """
    sites = site_folders(purelib)
    found = installed(names, sites)
    records = [one.described() for one in distributions(sites) if one.name in {normalised(name) for name in names}]
    if mode == "all":
        compile_all(sorted({path for paths in found.values() for path in sources(paths, sites)}))
    report = []
    owners = collections.Counter(path for paths in found.values() for path in paths)
    for name, paths in sorted(found.items()):
        own = [path for path in paths if "/__pycache__/" not in path]
        compiled = {path: compiled_path(path) for path in sources(own, sites)}
        sizes = {"files": totals(own), "bytecode": totals(compiled.values())}
        both = [path for path in own if owners[path] > 1]
        shared = apparent(both + [compiled[path] for path in both if path in compiled])
        report.append({"name": name, **sizes, "shared": shared, "interpreters": interpreters(own, sites)})
    json.dump({"doneAt": now(), "records": records, "distributions": report}, sys.stdout)


if sys.argv[1:] == ["--worker"]:
    worker()
else:
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
