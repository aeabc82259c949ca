"""Disk and memory run out: small tmpfs, and a memory cgroup (v1) of our own."""

import contextlib
import pathlib
import subprocess
import sys

from tools import Excerpt

CGROUPS = pathlib.Path("/sys/fs/cgroup/memory")
MEMORY = 200 * 2**20
HUNGRY = "x = bytearray(3 * 10**9)\nfor i in range(0, len(x), 4096): x[i] = 1"


def cases(tools, index):
    for tool in ("pip23", "pip26", "uv"):
        yield _disk_case(tools, index, tool, "download", "huge==1.0", "5m", "a small disk is full while a wheel is downloaded")
        # uv unpacks while it downloads; pip keeps the wheel beside what it unpacks.
        room = "25m" if tool == "uv" else "40m"
        yield _disk_case(tools, index, tool, "unpack", "huge==1.0", room, "a small disk is full while a wheel is unpacked")
        yield _disk_case(tools, index, tool, "compiler", "bulky==1.0", "3m", "a small disk is full while a compiler writes")
        yield _memory_case(tools, index, tool)
        yield _read_only_case(tools, index, tool)
    yield _killed_command(tools)


def _disk_case(tools, index, tool, name, wanted, size, cause):
    def run():
        folder = tools.folder()
        with _mounted(folder, f"size={size}"):
            code, output = tools.run(tool, index.address("none"), wanted, folder=folder, logs=tools.folder())
        return Excerpt(f"{tool}-disk-{name}", tool, tools.version(tool), cause, "D1", output, code)

    return run


def _read_only_case(tools, index, tool):
    def run():
        folder, site = tools.folder(), tools.folder()
        with _mounted(site, "size=1m,ro"):
            code, output = tools.run(tool, index.address("none"), "demo==1.0", folder=folder, site=site / "site")
        return Excerpt(f"{tool}-read-only", tool, tools.version(tool), "the target is mounted read-only", "P1", output, code)

    return run


def _memory_case(tools, index, tool):
    def run():
        with _limited(f"corpus-{tool}") as group:
            code, output = tools.run(tool, index.address("none"), "hungry==1.0", prefix=_inside(group))
            kills = _kills(group)
        cause = "the kernel kills a child of the build in a memory cgroup of 200 MiB"
        return Excerpt(f"{tool}-out-of-memory", tool, tools.version(tool), cause, "O1", output, code, kills)

    return run


def _killed_command(tools):
    def run():
        with _limited("corpus-command") as group:
            done = tools.call([*_inside(group), "sh", "-c", f"exec {sys.executable} -c '{HUNGRY}'"], {}, tools.folder())
            kills = _kills(group)
        code = 128 - done.returncode if done.returncode < 0 else done.returncode
        cause = "the kernel kills the command itself in a memory cgroup of 200 MiB"
        return Excerpt("out-of-memory", "command", "Python 3.11", cause, "O2", tools.scrub(done.stdout), code, kills)

    return run


@contextlib.contextmanager
def _mounted(folder, options):
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextlib.contextmanager
def _limited(name):
    group = CGROUPS / name
    group.mkdir()
    try:
        (group / "memory.limit_in_bytes").write_text(str(MEMORY))
        yield group
    finally:
        group.rmdir()


def _inside(group):
    return ["sh", "-c", f'echo $$ > {group}/cgroup.procs; exec "$@"', "sh"]


def _kills(group):
    return int(dict(line.split() for line in (group / "memory.oom_control").read_text().splitlines())["oom_kill"])
