"""Removes files that nobody needs again, the least risky first, and prints a report.

Usage: cleanup.py '{"level", "target", "scope", "needed", "seconds"}'

Standard library only; runs on Python 3.8 and newer, as root, in a build container before its commit.

A container's layer has only files that the container wrote. Removing a file of the base frees nothing: the layer then has a
mark that hides the file. So the scope "layer" removes only files that this container wrote, which it knows by the kernel's
time stamp (ctime, which no program can set back). The scope "view" also hides files of the base, and reports their size.

Never removed: paths in `needed`, files that a process has open, files that a running program may just have written, models,
mount points, and anything behind a symbolic link.
"""

import json
import os
import stat
import sys
import time

import cleanup_limits as limits
import cleanup_places as places
import cleanup_removal as removal


class Cleaner:
    def __init__(self, request):
        self.view = request["scope"] == "view"
        self.needed = sorted({one for path in request["needed"] for one in (os.path.normpath(path), os.path.realpath(path))})
        self.deadline = time.monotonic() + request["seconds"]
        self.since = limits.own_since()
        self.busy = limits.busy_since()
        self.used = limits.in_use()
        self.mounts = limits.mount_points() - {"/"}
        self.kept = {"needed": 0, "inUse": 0}

    def late(self):
        return time.monotonic() > self.deadline

    def is_own(self, status):
        return status.st_ctime >= self.since

    def is_old(self, status, now):
        """Whether nobody has written the file for a day. A file of this build is new, whatever its date says."""
        return now - (max(status.st_mtime, status.st_ctime) if self.is_own(status) else status.st_mtime) > places.DAY

    def is_needed(self, path, within):
        """Whether a needed folder keeps a path. A folder around a whole cache (HOME, CONDA_DIR) keeps nothing."""
        for needed in self.needed:
            if within.startswith(needed.rstrip("/") + "/"):
                continue
            if path == needed or path.startswith(needed.rstrip("/") + "/"):
                return True
        return False

    def find(self, root):
        """Files below a root that may go, and their folders. A pointer comes before its target."""
        if os.path.realpath(root.path) != root.path:
            return [], []
        files, folders = [], []
        self.walk(root, root.path, files, folders)
        if root.last:
            start = os.path.join(root.path, root.last)
            files.sort(key=lambda one: one.path.startswith(start))
        return files, folders

    def walk(self, root, path, files, folders):
        try:
            status = os.lstat(path)
        except OSError:
            return
        if path in self.mounts or self.late():
            return
        if stat.S_ISDIR(status.st_mode):
            if status.st_dev != os.lstat("/").st_dev:
                return
            for name in places.names_in(path):
                self.walk(root, os.path.join(path, name), files, folders)
            if path != root.path or not root.keep:
                folders.append(path)
        elif stat.S_ISREG(status.st_mode) or (root.links and stat.S_ISLNK(status.st_mode)):
            if root.wanted(path, status) and self.may_go(path, root.within, status):
                files.append(removal.Found(path, status, self.is_own(status)))

    def may_go(self, path, within, status):
        if self.is_needed(path, within):
            self.kept["needed"] += status.st_blocks * removal.BLOCK
            return False
        if path in self.used or status.st_ctime >= self.busy:
            self.kept["inUse"] += status.st_blocks * removal.BLOCK
            return False
        return True


class Strategy:
    def __init__(self, name, risk, roots, cleaner):
        found = [cleaner.find(root) for root in roots]
        self.name, self.risk, self.cleaner = name, risk, cleaner
        self.files = [one for files, _ in found for one in files]
        self.folders = [one for _, folders in found for one in folders]
        self.base = removal.bytes_of(one for one in self.files if not one.own)
        if not cleaner.view:
            self.files = [one for one in self.files if one.own]
        self.expected = removal.bytes_of(one for one in self.files if one.own)

    def run(self, stopped):
        started_at = time.monotonic()
        if stopped is None:
            for one in self.files:
                if self.cleaner.late():
                    stopped = "time"
                    break
                try:
                    removal.remove(one)
                except OSError:
                    pass
            removal.remove_emptied(self.folders, self.files)
        gone = [one for one in self.files if not os.path.lexists(one.path)]
        return {
            "strategy": self.name,
            "risk": self.risk,
            "expectedBytes": self.expected,
            "measuredBytes": removal.bytes_of(one for one in gone if one.own),
            "baseBytes": self.base,
            "hiddenBytes": removal.bytes_of(one for one in gone if not one.own),
            "files": len(gone),
            "seconds": round(time.monotonic() - started_at, 3),
            "stoppedAt": stopped,
        }


def strategies(cleaner, level):
    yield "pip cache", "low", places.pip_cache()
    yield "uv cache", "low", places.uv_cache()
    yield "installers' temporary folders", "low", places.installer_temp()
    yield "temporary files older than a day", "low", places.old_temp(limits.clock(), cleaner.is_old)
    yield "conda packages", "medium", places.conda_packages()
    yield "apt archives", "medium", places.apt_archives()
    yield "apt lists", "medium", places.apt_lists()
    if level == "critical":
        yield "caches of the home folders", "high", places.home_caches()


def free_bytes():
    disk = os.statvfs("/")
    return disk.f_bavail * disk.f_frsize


def main(request):
    cleaner = Cleaner(request)
    free_before = free_bytes()
    planned = [Strategy(name, risk, roots, cleaner) for name, risk, roots in strategies(cleaner, request["level"])]
    rows, gained, stopped = [], 0, None
    for strategy in planned:
        if request["target"] is not None and gained >= request["target"]:
            stopped = stopped or "target"
        row = strategy.run(stopped)
        gained += row["measuredBytes"] + row["hiddenBytes"]
        stopped = stopped or row["stoppedAt"]
        rows.append(row)
    return {"rows": rows, "kept": cleaner.kept, "freeBefore": free_before, "freeAfter": free_bytes()}


json.dump(main(json.loads(sys.argv[1])), sys.stdout)
