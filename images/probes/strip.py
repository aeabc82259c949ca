"""Removes tests, docs or static libraries from installed distributions: strip.py '{"kinds", "names", "imports"}'.

Removes only files in the RECORD of these distributions that no other distribution has. Removes their lines from the RECORD,
so that checks and uninstalls still work. Keeps a tests folder if one of the imports loads a file from it. Standard library
only; runs on Python 3.8 and newer.
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
import sysconfig
from importlib import metadata

TIME_LIMIT_S = 300
TEST_FOLDERS = frozenset(["test", "tests"])
DOC_FOLDERS = frozenset(["doc", "docs"])
CODE = (".py", ".pyc", ".pyi", ".so", ".pyd", ".dylib", ".dll", ".json", ".yaml", ".yml", ".toml", ".gz", ".jinja", ".j2")
LEGAL = re.compile(r"(licen[cs]e|copying|notice|copyright|authors|patents)", re.IGNORECASE)

# Prints the files of all modules that an import has loaded.
LOADED = """
import importlib, json, sys
importlib.import_module(sys.argv[1])
files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
sys.stdout.write("\\n" + json.dumps([one for one in files if isinstance(one, str)]))
"""


def normalised(name):
    return re.sub(r"[-_.]+", "-", name).lower()


class Distribution:
    def __init__(self, found):
        self.name = normalised(found.metadata["Name"] or "")
        self.record = str(found.locate_file(os.path.join(os.path.basename(str(found._path)), "RECORD")))
        self.paths = {}
        for one in found.files or []:
            self.paths[os.path.normpath(str(found.locate_file(one)))] = str(one)


def installed():
    """Distributions with a RECORD, the first of each name, because imports find that one."""
    found = {}
    for one in metadata.distributions():
        if one.read_text("RECORD") is not None and one.metadata["Name"]:
            distribution = Distribution(one)
            found.setdefault(distribution.name, distribution)
    return found


def loaded_files(modules):
    """Files that importing the modules loads, each module in its own process; None if an import fails."""
    found = set()
    for module in modules:
        command = [sys.executable, "-B", "-c", LOADED, module]
        try:
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=TIME_LIMIT_S)
            found.update(os.path.realpath(one) for one in json.loads(done.stdout.decode("utf-8", "replace").splitlines()[-1]))
        except (subprocess.SubprocessError, ValueError, IndexError):
            return None
    return found


def inside(path, roots):
    """Parts of a path below its folder of packages; empty if it isn't in one."""
    for root in roots:
        if path.startswith(root + os.sep):
            return path[len(root) + 1 :].split(os.sep)
    return []


def folder_of(path, parts, names):
    """The outermost folder with one of these names around a file, below the file's package."""
    for index, part in enumerate(parts[:-1]):
        if part.lower() in names:
            return path[: len(path) - len(os.sep.join(parts[index + 1 :])) - 1]
    return None


def candidates(kind, paths, roots):
    """Files of one kind, grouped by folder or alone. A group is kept or removed as a whole."""
    groups = {}
    shared = os.path.join(sysconfig.get_path("data"), "share")
    for path in paths:
        parts = inside(path, roots)
        name = os.path.basename(path)
        if any(part.endswith((".dist-info", ".egg-info")) for part in parts) or LEGAL.search(name):
            continue
        if kind == "static-libraries" and name.endswith(".a"):
            groups[path] = [path]
        if kind == "tests":
            folder = folder_of(path, parts, TEST_FOLDERS)
            if folder:
                groups.setdefault(folder, []).append(path)
        if kind == "docs":
            folder = folder_of(path, parts, DOC_FOLDERS)
            manual = any(path.startswith(os.path.join(shared, one) + os.sep) for one in ("doc", "man", "info", "gtk-doc"))
            if manual:
                groups[path] = [path]
            elif folder:
                groups.setdefault(folder, []).append(path)
    return groups


def may_go(kind, group, paths, loaded):
    """Whether a group stays: tests if an import loads from them, docs if a program might read them."""
    if kind == "docs":
        return not any(path.lower().endswith(CODE) for path in paths)
    if kind == "tests":
        real = os.path.realpath(group) + os.sep
        return loaded is not None and not any(one.startswith(real) for one in loaded)
    return True


def compiled(path):
    """Bytecode of a Python file."""
    folder, name = os.path.split(path)
    return os.path.join(folder, "__pycache__", "%s.%s.pyc" % (name[:-3], sys.implementation.cache_tag))


def remove(path, roots):
    """Removes a file. Returns its bytes, or None if the file stays because a folder in its path is a symbolic link."""
    root = next((one for one in roots if path.startswith(one + os.sep)), None)
    folder = os.path.dirname(path)
    if root is None or os.path.realpath(folder) != os.path.normpath(os.path.realpath(root) + folder[len(root) :]):
        return None
    try:
        size = os.lstat(path).st_size
        os.unlink(path)
    except OSError:
        return None
    return size


def remove_empty(folder, stop):
    """Removes empty folders, the innermost first."""
    for path, _, _ in os.walk(folder, topdown=False):
        try:
            os.rmdir(path)
        except OSError:
            pass
    parent = os.path.dirname(folder)
    while parent not in stop and len(parent) > 1:
        try:
            os.rmdir(parent)
        except OSError:
            return
        parent = os.path.dirname(parent)


def rewrite(distribution, gone):
    """Removes the lines of removed files from a RECORD. Other lines stay as they are."""
    with open(distribution.record, encoding="utf-8", newline="") as file:
        text = file.read()
    kept = []
    folder = os.path.dirname(os.path.dirname(distribution.record))
    for line in text.splitlines(keepends=True):
        row = next(csv.reader(io.StringIO(line)), None)
        if row and os.path.normpath(os.path.join(folder, row[0])) in gone:
            continue
        kept.append(line)
    temporary = distribution.record + ".surelayer"
    with open(temporary, "w", encoding="utf-8", newline="") as file:
        file.write("".join(kept))
    os.chmod(temporary, os.stat(distribution.record).st_mode & 0o7777)
    os.replace(temporary, distribution.record)


def main(request):
    everything = installed()
    names = {normalised(name) for name in request["names"]}
    ours = [one for name, one in everything.items() if name in names]
    foreign = {path for name, one in everything.items() if name not in names for path in one.paths}
    paths = sorted({path for one in ours for path in one.paths} - foreign)
    roots = sorted({os.path.normpath(sysconfig.get_path(one)) for one in ("purelib", "platlib")}, key=len, reverse=True)
    loaded = loaded_files(request["imports"]) if "tests" in request["kinds"] else set()
    rows, gone = [], set()
    for kind in request["kinds"]:
        files, size, kept = 0, 0, []
        for group, members in sorted(candidates(kind, [one for one in paths if one not in gone], roots).items()):
            if not may_go(kind, group, members, loaded):
                kept.append(group)
                continue
            for path in members:
                went = remove(path, roots + [sysconfig.get_path("data")])
                if went is None:
                    continue
                files, size = files + 1, size + went
                gone.add(path)
                if path.endswith(".py"):
                    size += remove(compiled(path), roots) or 0
                    gone.add(compiled(path))
            remove_empty(group if os.path.isdir(group) else os.path.dirname(group), set(roots) | {sysconfig.get_path("data")})
        rows.append({"kind": kind, "files": files, "bytes": size, "kept": kept})
    for one in ours:
        if gone & set(one.paths):
            rewrite(one, gone)
    return rows


json.dump(main(json.loads(sys.argv[1])), sys.stdout)
