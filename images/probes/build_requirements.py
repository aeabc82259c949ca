"""Says what source distributions ask for to be built, as one JSON document. Python 3.8 and newer, standard library only.

Usage: build_requirements.py FOLDER LIST. LIST is a JSON file: [{"sha256", "name"}, …]. The archives are FOLDER/SHA256/NAME.

Prints the text of each source's pyproject.toml, or null. An entry with "lock", the path of a pylock.toml, and "backend" and "path"
(PEP 517) is asked: an environment is made with what that locks, and the back end says what it needs besides
(`get_requires_for_build_wheel`). Sources with the same lock share an environment.
Prints [{"sha256", "pyproject", "requires": […], "failed": text or null}, …].
"""

import json
import os
import signal
import subprocess
import sys
import tarfile
import tempfile
import zipfile

UV = os.path.join(os.path.dirname(os.path.abspath(__file__)), "uv")
HOOK_SECONDS = 120
HOOK = """
import importlib, json, os, sys
name, paths, out = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
sys.path = [os.path.abspath(one) for one in paths] + [one for one in sys.path if one]
module, _, attributes = name.partition(":")
backend = importlib.import_module(module)
for one in attributes.split(".") if attributes else []:
    backend = getattr(backend, one)
hook = getattr(backend, "get_requires_for_build_wheel", None)
answer = hook({}) if hook else []
with open(out, "w") as file:
    json.dump([str(one) for one in answer], file)
"""


def unpack(path):
    """Unpacks an archive to a new folder. Returns the folder of the project."""
    folder = os.path.realpath(tempfile.mkdtemp(prefix="source-"))
    if path.endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
    else:
        with tarfile.open(path) as archive:
            inside = [one for one in archive.getmembers() if is_inside(folder, one)]
            archive.extractall(folder, inside)
    tops = os.listdir(folder)
    only = os.path.join(folder, tops[0]) if len(tops) == 1 else folder
    return only if os.path.isdir(only) else folder


def is_inside(folder, member):
    target = os.path.realpath(os.path.join(folder, member.name))
    within = target == folder or target.startswith(folder + os.sep)
    return within and (member.isfile() or member.isdir())


def text_of(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def run(command, seconds, cwd=None, env=None):
    """Runs a command. Returns the end of its output where it failed, and None otherwise."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = subprocess.Popen(command, cwd=cwd, env=env, start_new_session=True, **pipes)
    try:
        output, _ = process.communicate(timeout=seconds)
        return None if process.returncode == 0 else output.decode("utf-8", "replace")[-4000:]
    except subprocess.TimeoutExpired:
        # Also ends everything that the back end started.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return "it said nothing within %d s" % seconds


def environment(lock):
    """The Python of a new environment with what the lock names. Raises OSError where it can't be made."""
    folder = tempfile.mkdtemp(prefix="build-")
    python = os.path.join(folder, "bin", "python")
    install = ["pip", "install", "--no-config", "--preview-features", "pylock", "--python", python, "-r", lock]
    for command in (["venv", "--no-config", "--allow-existing", "--python", sys.executable, folder], install):
        failed = run([UV] + command, 3600)
        if failed is not None:
            raise OSError(failed)
    return python


def ask(project, one, python):
    """What the back end asks for besides, and why it couldn't be asked."""
    out = os.path.join(tempfile.mkdtemp(prefix="answer-"), "requires.json")
    command = [python, "-c", HOOK, one["backend"], json.dumps(one["path"]), out]
    env = dict(os.environ, PATH=os.pathsep.join([os.path.dirname(python), os.environ.get("PATH", os.defpath)]))
    failed = run(command, HOOK_SECONDS, project, env)
    return ([], failed) if failed is not None else (json.loads(text_of(out)), None)


def answer_of(one, folder, pythons):
    answer = {"sha256": one["sha256"], "pyproject": None, "requires": [], "failed": None}
    try:
        project = unpack(os.path.join(folder, one["sha256"], one["name"]))
        answer["pyproject"] = text_of(os.path.join(project, "pyproject.toml"))
        lock = one.get("lock")
        if lock is not None:
            if lock not in pythons:
                pythons[lock] = environment(lock)
            answer["requires"], answer["failed"] = ask(project, one, pythons[lock])
    except Exception as error:  # Whatever is wrong with a foreign archive is said of that archive.
        answer["failed"] = "%s: %s" % (type(error).__name__, error)
    return answer


def main(folder, wanted):
    pythons = {}
    print(json.dumps([answer_of(one, folder, pythons) for one in wanted]))


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as listed:
        main(sys.argv[1], json.load(listed))
