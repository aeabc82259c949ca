"""Prints memory and cores of this container's cgroup, not of the host, as one JSON document."""

import json
import os

# A number near this means "no limit".
UNLIMITED = 1 << 60


def first_line(path):
    try:
        with open(path) as text:
            return text.readline().strip()
    except OSError:
        return ""


def number(text):
    return int(text) if text.isdigit() else None


def number_after(path, key):
    try:
        with open(path) as text:
            found = [line.split()[1] for line in text if line.split()[:1] == [key]]
    except OSError:
        return None
    return int(found[0]) if found else None


def memory_limit():
    """The lowest limit of cgroups 1 and 2. In version 1 it includes the limits of outer cgroups."""
    said = [
        number_after("/sys/fs/cgroup/memory/memory.stat", "hierarchical_memory_limit"),
        number(first_line("/sys/fs/cgroup/memory.max")),
    ]
    limits = [one for one in said if one is not None and 0 < one < UNLIMITED]
    return min(limits) if limits else None


def cores():
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = first_line("/sys/fs/cgroup/cpu.max").partition(" ")
    if not quota:
        quota = first_line("/sys/fs/cgroup/cpu/cpu.cfs_quota_us")
        period = first_line("/sys/fs/cgroup/cpu/cpu.cfs_period_us")
    if not (quota.isdigit() and period.isdigit() and int(period) > 0):
        return usable
    return max(1, min(usable, int(quota) // int(period)))


def host_memory():
    return (number_after("/proc/meminfo", "MemTotal:") or 0) * 1024


print(json.dumps({"memoryLimitBytes": memory_limit(), "hostMemoryBytes": host_memory(), "cpus": cores()}))
