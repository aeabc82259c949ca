"""Removes what nobody needs again, by risk: cleanup.py '{"level", "target", "scope", "needed", "seconds"}' prints what it did.

Standard library only; runs on Python 3.8 and newer, as root, in a build container before its commit.

A container's layer holds only what the container itself wrote. Removing a file of the base frees nothing: it leaves a note
in the layer that hides it. So scope "layer" touches only what this container wrote, told by the kernel's own time stamp
(ctime, which no program can set back); "view" also hides what the base holds, and says how much that was.

Never removed: what is named in `needed`, what a process has open, what a running program may just have written, models,
mount points, and anything reached through a symbolic link.
"""

import json
import os
import stat
import sys
import time

import cleanup_places as places

BLOCK = 512


def own_since():
    """When this container was made: what changed later lies in its own layer.

    The engine makes /.dockerenv for each container; where the base brings such a file of its own, that one is older
    than the start of the first process.
    """
    made = [clock() - uptime() + started(1) - 5]
    for marker in ("/.dockerenv", "/run/.containerenv"):
        try:
            made.append(os.lstat(marker).st_ctime)
        except OSError:
            pass
    return max(made)


def clock():
    return time.time()


def uptime():
    with open("/proc/uptime", encoding="ascii") as file:
        return float(file.read().split()[0])


def started(pid):
    """Seconds from the machine's start to that of a process."""
    with open("/proc/%s/stat" % pid, encoding="utf-8", errors="replace") as file:
        fields = file.read().rpartition(")")[2].split()
    return int(fields[19]) / os.sysconf("SC_CLK_TCK")


def others():
    """Processes beside the container's first one and this one with those that started it."""
    mine, pid = {1}, os.getpid()
    while pid > 1:
        mine.add(pid)
        with open("/proc/%s/stat" % pid, encoding="utf-8", errors="replace") as file:
            pid = int(file.read().rpartition(")")[2].split()[1])
    return [name for name in os.listdir("/proc") if name.isdigit() and int(name) not in mine]


def busy_since():
    """Start of the first program that still runs: what was written since may be its work. Infinite where there is none."""
    moments = [float("inf")]
    for pid in others():
        try:
            moments.append(clock() - uptime() + started(pid) - 0.5)
        except (OSError, IndexError, ValueError):
            pass
    return min(moments)


def in_use():
    """Files that a process has open, runs, or has mapped."""
    found = set()
    for pid in others() + ["1"]:
        folder = "/proc/%s" % pid
        links = [os.path.join(folder, "exe"), os.path.join(folder, "cwd")]
        links += [os.path.join(folder, "fd", name) for name in places.names_in(os.path.join(folder, "fd"))]
        for link in links:
            try:
                found.add(os.readlink(link))
            except OSError:
                pass
        try:
            with open(os.path.join(folder, "maps"), encoding="utf-8", errors="replace") as file:
                found.update(line.split(None, 5)[5].rstrip("\n") for line in file if line.count(" ") > 5 and "/" in line)
        except (OSError, IndexError):
            pass
    return found


def mount_points():
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
        return {os.fsdecode(line.split(" ")[4].encode("utf-8", "surrogateescape").decode("unicode_escape")) for line in file}


class Found:
    """A file that a strategy would take."""

    def __init__(self, path, status, own):
        self.path = path
        self.status = status
        self.own = own


class Cleaner:
    def __init__(self, request):
        self.view = request["scope"] == "view"
        self.needed = sorted({one for path in request["needed"] for one in (os.path.normpath(path), os.path.realpath(path))})
        self.deadline = time.monotonic() + request["seconds"]
        self.since = own_since()
        self.busy = busy_since()
        self.used = in_use()
        self.mounts = mount_points() - {"/"}
        self.kept = {"needed": 0, "inUse": 0}

    def late(self):
        return time.monotonic() > self.deadline

    def is_own(self, status):
        return status.st_ctime >= self.since

    def is_old(self, status, now):
        """Nobody has written it for a day; what this build has written is new, whatever date it bears."""
        return now - (max(status.st_mtime, status.st_ctime) if self.is_own(status) else status.st_mtime) > places.DAY

    def is_needed(self, path, within):
        """A needed folder keeps what lies in it. One that lies around a whole cache (HOME, CONDA_DIR) keeps nothing."""
        for needed in self.needed:
            if within.startswith(needed.rstrip("/") + "/"):
                continue
            if path == needed or path.startswith(needed.rstrip("/") + "/"):
                return True
        return False

    def find(self, root):
        """Files below a root that may go, pointers before what they point to, and the folders that held them."""
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
                files.append(Found(path, status, self.is_own(status)))

    def may_go(self, path, within, status):
        if self.is_needed(path, within):
            self.kept["needed"] += status.st_blocks * BLOCK
            return False
        if path in self.used or status.st_ctime >= self.busy:
            self.kept["inUse"] += status.st_blocks * BLOCK
            return False
        return True


def bytes_of(found):
    """Allocated bytes that go with these files. One with other names elsewhere frees nothing."""
    names, sizes = {}, {}
    for one in found:
        key = (one.status.st_dev, one.status.st_ino)
        names[key] = names.get(key, 0) + 1
        sizes[key] = one.status.st_blocks * BLOCK if names[key] >= one.status.st_nlink else 0
    return sum(sizes.values())


def open_folder(path):
    """Opens a folder by each of its parts, so that none of them can be a symbolic link."""
    handle = os.open("/", os.O_RDONLY | os.O_DIRECTORY)
    for part in path.strip("/").split("/"):
        try:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=handle)
        finally:
            os.close(handle)
        handle = inner
    return handle


def remove(one):
    """Removes a file that is still the one that was found."""
    handle = open_folder(os.path.dirname(one.path))
    try:
        name = os.path.basename(one.path)
        now = os.stat(name, dir_fd=handle, follow_symlinks=False)
        # Removing another name of the same file changes its ctime, too.
        same = now.st_ctime_ns == one.status.st_ctime_ns or now.st_nlink < one.status.st_nlink
        if same and now.st_ino == one.status.st_ino:
            os.unlink(name, dir_fd=handle)
    finally:
        os.close(handle)


def remove_emptied(folders, files):
    """Removes folders that held nothing but what went, the innermost first. An empty folder of the base stays."""
    touched = set()
    for one in files:
        path = os.path.dirname(one.path)
        while path not in touched and path != "/":
            touched.add(path)
            path = os.path.dirname(path)
    for path in folders:
        if path in touched:
            try:
                handle = open_folder(os.path.dirname(path))
            except OSError:
                continue
            try:
                os.rmdir(os.path.basename(path), dir_fd=handle)
            except OSError:
                pass
            finally:
                os.close(handle)


class Strategy:
    def __init__(self, name, risk, roots, cleaner):
        found = [cleaner.find(root) for root in roots]
        self.name, self.risk, self.cleaner = name, risk, cleaner
        self.files = [one for files, _ in found for one in files]
        self.folders = [one for _, folders in found for one in folders]
        self.base = bytes_of(one for one in self.files if not one.own)
        if not cleaner.view:
            self.files = [one for one in self.files if one.own]
        self.expected = bytes_of(one for one in self.files if one.own)

    def run(self, stopped):
        started_at = time.monotonic()
        if stopped is None:
            for one in self.files:
                if self.cleaner.late():
                    stopped = "time"
                    break
                try:
                    remove(one)
                except OSError:
                    pass
            remove_emptied(self.folders, self.files)
        gone = [one for one in self.files if not os.path.lexists(one.path)]
        return {
            "strategy": self.name,
            "risk": self.risk,
            "expectedBytes": self.expected,
            "measuredBytes": bytes_of(one for one in gone if one.own),
            "baseBytes": self.base,
            "hiddenBytes": bytes_of(one for one in gone if not one.own),
            "files": len(gone),
            "seconds": round(time.monotonic() - started_at, 3),
            "stoppedAt": stopped,
        }


def strategies(cleaner, level):
    yield "pip cache", "low", places.pip_cache()
    yield "uv cache", "low", places.uv_cache()
    yield "installers' temporary folders", "low", places.installer_temp()
    yield "temporary files older than a day", "low", places.old_temp(clock(), cleaner.is_old)
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
