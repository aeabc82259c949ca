"""Prints the bytes of the files that this container has added or changed: layer_size.py MARKER.

MARKER is a file older than anything that ran in the container, and younger than its image. Only what has changed since then
lies in the container's own layer. Folders and deletions count nothing. Standard library only; runs on Python 3.8 and newer.
"""

import json
import os
import re
import sys


def mount_points():
    """Paths where something else is mounted. The kernel writes special characters as octal numbers."""
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as lines:
        paths = [line.split(" ")[4] for line in lines]
    return {re.sub(r"\\([0-7]{3})", lambda found: chr(int(found.group(1), 8)), path) for path in paths} - {"/"}


def changed_files(folder, since, mounted):
    """Path and status of each file below a folder that has changed since then."""
    folders = [folder]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for one in entries:
                    if one.path in mounted:
                        continue
                    if one.is_dir(follow_symlinks=False):
                        folders.append(one.path)
                        continue
                    status = one.stat(follow_symlinks=False)
                    if status.st_ctime_ns > since:
                        yield one.path, status
        except FileNotFoundError:
            continue


def main(marker):
    since = os.stat(marker).st_ctime_ns
    # A file with several names counts once.
    changed = changed_files("/", since, mount_points())
    sizes = {(one.st_dev, one.st_ino): one.st_size for _, one in changed}
    print(json.dumps({"bytes": sum(sizes.values())}))


if __name__ == "__main__":
    main(sys.argv[1])
