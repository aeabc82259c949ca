"""Prints the files that source distributions in uv's cache will install, as one JSON document. Python 3.8 and newer.

Usage: source_contents.py UV PURELIB BUILD_CONSTRAINTS NAME==VERSION...

Builds a small source without code to compile: a later build would run the same. Then the wheel gives the exact files ("built").
Marks a build that took too long ("late") or failed ("failed"). Lists the unpacked files of any other source ("listed"). Compiles
Python in memory, as if below PURELIB, unless that takes too long (null). Leaves out what uv hasn't unpacked or can't be read.
"""

import concurrent.futures
import glob
import json
import marshal
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import warnings
import zipfile

# Larger sources take too long for a plan, and most of their bytes are files that are installed unchanged.
BUILD_BYTES = 64 * 1024 * 1024
BUILD_SECONDS = 20
BUILDS_END = time.monotonic() + 30
COMPILING_ENDS = BUILDS_END + 15
MAX_FILES = 50000
MAX_TEXT_BYTES = 4 * 1024 * 1024
HEADER_BYTES = 16

NATIVE = (".c", ".cc", ".cpp", ".cxx", ".cu", ".pyx", ".rs", ".go", ".f", ".f90", ".f95", ".mm")
NOT_INSTALLED = NATIVE + (".h", ".hh", ".hpp", ".hxx", ".cuh", ".pxd", ".pxi", ".a", ".o")
BUILD_FILES = ("CMakeLists.txt", "Cargo.toml", "meson.build")
# Folders beside the packages. Hardly any distribution installs them.
ASIDE = re.compile(r"^(?:\..*|tests?|testing|docs?|examples?|benchmarks?|build|dist|.*\.egg-info)$", re.IGNORECASE)


class Source:
    """An unpacked source distribution; paths are relative to its folder."""

    def __init__(self, name, version, folder):
        self.name, self.version, self.folder = name, version, folder
        self.files = {}
        for here, _, names in os.walk(folder):
            for one in names:
                path = os.path.join(here, one)
                if not os.path.islink(path) and "__pycache__" not in path:
                    self.files[os.path.relpath(path, folder)] = os.path.getsize(path)
        code = [one for one in self.files if one.endswith(NATIVE) and not ASIDE.match(one.split("/")[0])]
        self.native_bytes = sum(self.files[one] for one in code)
        self.compiles = bool(code) or any(os.path.basename(one) in BUILD_FILES for one in self.files)

    def text(self, path):
        """The text of a small file; empty if there is no such file."""
        if self.files.get(path, MAX_TEXT_BYTES) >= MAX_TEXT_BYTES:
            return ""
        with open(os.path.join(self.folder, path), encoding="utf-8", errors="replace") as file:
            return file.read()

    def names_no_build_system(self):
        return "pyproject.toml" not in self.files

    def builds_fast(self):
        return not self.compiles and len(self.files) < MAX_FILES and sum(self.files.values()) <= BUILD_BYTES


def unpacked(requirement):
    """The source in uv's cache: …/NAME/VERSION/REVISION/src, below `pypi` or below a folder for another index."""
    name, version = requirement.split("==")
    kept = os.path.join(glob.escape(os.environ["UV_CACHE_DIR"]), "sdists-v*")
    tail = (glob.escape(name), glob.escape(version), "*", "src")
    for head in ((kept, "pypi"), (kept, "index", "*")):
        for folder in glob.glob(os.path.join(*head, *tail)):
            return Source(name, version, folder)
    return None


class SharedEnvironment:
    """An environment with setuptools, for sources that name no build system (PEP 517). All builds share it: one for each would
    take twice the processor time, mostly to compile setuptools again (docs/plan-time.md)."""

    def __init__(self, uv, constraints):
        self.uv, self.constraints, self.lock, self.python = uv, constraints, threading.Lock(), None

    def ready_python(self, ends):
        """The environment's Python, or None if the environment can't be made."""
        with self.lock:
            if self.python is None:
                folder = tempfile.mkdtemp(prefix="setuptools-")
                python = os.path.join(folder, "bin", "python")
                wanted = ["setuptools>=40.8.0", "--constraints", self.constraints]
                made = all(
                    run([self.uv] + command, ends)[0]
                    for command in (
                        ["venv", "--no-config", "--allow-existing", "--python", sys.executable, folder],
                        ["pip", "install", "--no-config", "--python", python] + wanted,
                    )
                )
                self.python = python if made else ""
            return self.python or None


def run(command, ends):
    """Runs a command. Returns whether it succeeded, and whether its time ran out."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, start_new_session=True, **quiet)
    try:
        return process.wait(max(0, ends - time.monotonic())) == 0, False
    except subprocess.TimeoutExpired:
        # Also ends the build script and everything that the script started.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False, True


def build(uv, source, shared):
    """Builds the wheel. Returns its path, or None if the build failed, and whether the time ran out."""
    ends = min(time.monotonic() + BUILD_SECONDS, BUILDS_END)
    if not source.builds_fast():
        return None, False
    if ends <= time.monotonic():
        return None, True
    folder = tempfile.mkdtemp(prefix="wheel-")
    command = [uv, "build", "--wheel", "--no-config", "--out-dir", folder, source.folder]
    command += ["--build-constraints", shared.constraints, "--python"]
    python = shared.ready_python(ends) if source.names_no_build_system() else None
    done = python is not None and run(command + [python, "--no-build-isolation"], ends)[0]
    # Also if its script needs more than setuptools.
    done, late = (True, False) if done else run(command + [sys.executable], ends)
    wheels = glob.glob(os.path.join(glob.escape(folder), "*.whl"))
    return (wheels[0] if done and wheels else None), late


def bytecode_bytes(text, path):
    """The bytecode that compile.py will write, or None for a file that isn't Python for this version."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = compile(text, path, "exec", dont_inherit=True)
        return HEADER_BYTES + len(marshal.dumps(code))
    except (SyntaxError, ValueError, UnicodeError, RecursionError, MemoryError):
        return None


def placeholder_bytes(text):
    """Length of a ready-made script's `#!python…` line, which an installer replaces; 0 for any other script."""
    found = re.match(rb"#!python[^\r\n]*(?:\r\n?|\n|$)", text)
    return len(found.group()) if found else 0


def of_wheel(path, purelib):
    contents = {"how": "built", "files": [], "compiled": {}, "placeholders": {}, "entryPoints": None}
    with zipfile.ZipFile(path) as wheel:
        for one in wheel.infolist():
            if one.is_dir():
                continue
            name = one.filename
            contents["files"].append([name, one.file_size, one.compress_size, one.CRC])
            if re.match(r"[^/]+\.dist-info/entry_points\.txt$", name):
                contents["entryPoints"] = wheel.read(one).decode("utf-8", "replace")
            script = re.match(r"[^/]+\.data/scripts/", name)
            if script and placeholder_bytes(wheel.read(one)):
                contents["placeholders"][name] = placeholder_bytes(wheel.read(one))
            if name.endswith(".py") and not script:
                place = re.sub(r"^[^/]+\.data/(?:pure|plat)lib/", "", name)
                compiled = bytecode_bytes(wheel.read(one), "%s/%s" % (purelib, place))
                contents["compiled"][place] = compiled or 0
    return contents


def project_folder(source):
    """Folder of the Python project, which isn't the top for a folder of a repository (images/git)."""
    settings = source.text("surelayer_subdirectory.json")
    return json.loads(settings)["folder"] + "/" if settings else ""


def installed_files(source):
    """{path in site-packages: path in the source}, as build back ends choose them with their usual settings."""
    found = {}
    project = project_folder(source)
    for root in (project, project + "src/", project + "lib/"):
        listed = [one for one in source.files if re.match(r"%s[^/]+\.egg-info/top_level\.txt$" % root, one)]
        tops = source.text(listed[0]).split() if listed else [re.sub(r"[-_.]+", "_", source.name)]
        for path in source.files:
            inside = path[len(root) :] if path.startswith(root) else ""
            if inside.split("/")[0] in tops or inside in [top + ".py" for top in tops]:
                found[inside] = path
        if found:
            break
    # Files that the build script names besides the packages are packed under another name.
    script = source.text("setup.py")
    for path in [] if project else source.files:
        top = path.split("/")[0]
        aside = "/" not in path or ASIDE.match(top) or path in found.values()
        if not aside and re.search(r"[\"'/]%s[\"'/]" % re.escape(top), script):
            found.setdefault(path, path)
    return {inside: path for inside, path in found.items() if not path.endswith(NOT_INSTALLED)}


def of_source(source, purelib):
    info = "%s-%s.dist-info" % (re.sub(r"[-_.]+", "_", source.name), source.version)
    contents = {"how": "listed", "files": [], "compiled": {}, "placeholders": {}, "entryPoints": None}
    for inside, path in sorted(installed_files(source).items()):
        size = source.files[path]
        contents["files"].append([inside, size, None])
        if not inside.endswith(".py") or contents["compiled"] is None:
            continue
        if size > MAX_TEXT_BYTES or time.monotonic() > COMPILING_ENDS:
            contents["compiled"] = None
            continue
        with open(os.path.join(source.folder, path), "rb") as file:
            contents["compiled"][inside] = bytecode_bytes(file.read(), "%s/%s" % (purelib, inside)) or 0
    contents["files"].append([info + "/METADATA", source.files.get("PKG-INFO", 1000), None])
    contents["files"].append([info + "/RECORD", 0, 0])
    for path in source.files:
        if re.match(r"(?:[^/]+/)?[^/]+\.egg-info/entry_points\.txt$", path):
            contents["entryPoints"] = source.text(path)
            contents["files"].append([info + "/entry_points.txt", source.files[path], None])
            break
    return contents


def contents_of(uv, purelib, requirement, shared):
    try:
        source = unpacked(requirement)
        if source is None:
            return None
        wheel, late = build(uv, source, shared)
        found = of_wheel(wheel, purelib) if wheel else of_source(source, purelib)
        if late:
            found["late"] = 1
        elif wheel is None and source.builds_fast():
            found["failed"] = ""
        size = sum(source.files.values())
        return {"name": source.name, "nativeBytes": source.native_bytes, "sourceBytes": size, **found}
    except (OSError, ValueError, zipfile.BadZipFile):
        return None


def main(uv, purelib, constraints, requirements):
    shared = SharedEnvironment(uv, constraints)
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        all_contents = pool.map(lambda one: contents_of(uv, purelib, one, shared), requirements)
        print(json.dumps([one for one in all_contents if one is not None]))


main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
