"""Finds what has changed in a container since its list of paths was made: layer_changes.py '{"since", "list", "digest", "out", "tell"}'.

The time of the last change of a file's own record is the kernel's alone: no program can keep it while it changes the file. Writes
[[path, kind]] into the file `out`, and prints those below the paths that `tell` has. Run with -I -S, so that no package's code
runs. Standard library only; runs on Python 3.8 and newer.
"""

import hashlib
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from layer_size import mount_points  # noqa: E402


def walk(mounted):
    """(path, entry) of everything in the image that isn't mounted."""
    folders = ["/"]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for one in entries:
                if one.path in mounted:
                    continue
                if one.is_dir(follow_symlinks=False):
                    folders.append(one.path)
                yield one.path, one


def write_list(path):
    """Notes all paths, and answers the digest of the list, so that nobody can change it unseen."""
    content = json.dumps([one for one, _ in walk(mount_points())]).encode()
    with open(path, "wb") as file:
        file.write(content)
    return hashlib.sha256(content).hexdigest()


def read_list(path, digest):
    with open(path, "rb") as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != digest:
        sys.exit("something changed the list of what was there before")
    return set(json.loads(content))


def changes(before, since):
    """[path, kind] of files that came or changed, and of what is gone: a folder stands for all of its files."""
    now, found = set(), []
    for path, entry in walk(mount_points()):
        now.add(path)
        is_new = path not in before
        if entry.is_dir(follow_symlinks=False):
            continue
        if is_new or entry.stat(follow_symlinks=False).st_ctime_ns > since:
            found.append([path, "added" if is_new else "changed"])
    gone = before - now
    return found + [[path, "removed"] for path in sorted(gone) if os.path.dirname(path) not in gone]


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    rows = changes(read_list(asked["list"], asked["digest"]), int(asked["since"]))
    with open(asked["out"], "w", encoding="utf-8") as file:
        json.dump(rows, file)
    told = tuple(asked["tell"])
    print(json.dumps([row for row in rows if row[0].startswith(told)]))
