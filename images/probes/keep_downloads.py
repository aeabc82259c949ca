"""Copies an installer's cache from one folder to another, so that the next try needn't download it again.

Usage: keep_downloads.py SOURCE TARGET RESERVE_BYTES. Prints {"keptBytes": …, "held": [name==version, …]}. `keptBytes` is 0 if
there is nothing to copy or too little room. `held` are the distributions that uv's cache has completely.
"""

import json
import os
import shutil
import sys


def size_of(folder):
    """Allocated bytes of all files below `folder`."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            total += os.lstat(os.path.join(parent, name)).st_blocks * 512
    return total


def keep(source, target, reserve):
    if not os.path.isdir(source):
        return 0
    needed = size_of(source)
    parent = os.path.dirname(target)
    disk = os.statvfs(parent)
    if needed == 0 or disk.f_bavail * disk.f_frsize < needed + reserve:
        return 0
    # This try started with the files of an earlier try, so the source has them, too.
    shutil.rmtree(target, ignore_errors=True)
    try:
        shutil.copytree(source, target, symlinks=True)
    except (OSError, shutil.Error):
        shutil.rmtree(target, ignore_errors=True)
        return 0
    return needed


def held(cache):
    """Distributions that are unpacked in uv's cache. uv moves an archive there only if its hash was right."""
    archives = os.path.join(cache, "archive-v0")
    if not os.path.isdir(archives):
        return []
    found = set()
    for archive in os.listdir(archives):
        for name in os.listdir(os.path.join(archives, archive)):
            if name.endswith(".dist-info"):
                found.add("==".join(name[: -len(".dist-info")].split("-", 1)))
    return sorted(found)


kept = keep(sys.argv[1], sys.argv[2], int(sys.argv[3]))
json.dump({"keptBytes": kept, "held": held(sys.argv[2]) if kept else []}, sys.stdout)
