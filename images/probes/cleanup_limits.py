"""Files that a cleanup must not remove: those of other containers or the base, those in use, and those behind a mount.

Standard library only; Python 3.8 and newer.
"""

import os
import time

from cleanup_places import names_in

# The kernel counts a process's start in hundredths of a second, and the clock may be adjusted a little meanwhile.
TICK = 0.5


def own_since():
    """When this container was made. A file that changed later is in the container's own layer.

    The engine makes /.dockerenv for each container. If the base has such a file of its own, that file is older than the
    start of the first process.
    """
    made = [clock() - uptime() + started(1) - TICK]
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
    """Other processes: without the container's first one, this one and its parents."""
    mine, pid = {1}, os.getpid()
    while pid > 1:
        mine.add(pid)
        with open("/proc/%s/stat" % pid, encoding="utf-8", errors="replace") as file:
            pid = int(file.read().rpartition(")")[2].split()[1])
    return [name for name in os.listdir("/proc") if name.isdigit() and int(name) not in mine]


def busy_since():
    """Start of the oldest program that still runs, which may have written any later file. Infinite if none runs."""
    moments = [float("inf")]
    for pid in others():
        try:
            moments.append(clock() - uptime() + started(pid) - TICK)
        except (OSError, IndexError, ValueError):
            pass
    return min(moments)


def in_use():
    """Files that a process has open, runs, or has mapped."""
    found = set()
    for pid in others() + ["1"]:
        folder = "/proc/%s" % pid
        links = [os.path.join(folder, "exe"), os.path.join(folder, "cwd")]
        links += [os.path.join(folder, "fd", name) for name in names_in(os.path.join(folder, "fd"))]
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
