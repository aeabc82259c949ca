"""Prints the contents of a base image as one JSON document. Standard library only; runs on Python 3.8 and newer."""

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig


def distributions():
    """Every installed distribution: name, version, folder, its entry in the folder, installer, requirements. Distributions of
    one name are in the order of Python's search. The version is null if the metadata is absent or broken."""
    from importlib import metadata

    found = {}
    for dist in metadata.distributions():
        path = str(getattr(dist, "_path", "")) or None
        folder, entry = os.path.split(path) if path else (None, None)
        name, version = declared(dist)
        one = {
            "name": name or guessed_name(entry),
            "version": version if name else None,
            "location": folder,
            "entry": entry,
            "installer": installer(dist),
            "requires": requirements(dist) if name else [],
            "modules": modules(dist),
        }
        # A folder may be on sys.path twice.
        found.setdefault(os.path.realpath(path) if path else id(dist), one)
    return sorted(found.values(), key=lambda one: normalised(one["name"]))


def declared(dist):
    """(name, version) from a distribution's metadata; None for a field that can't be read."""
    try:
        name, version = dist.metadata["Name"], dist.version
    except Exception:
        return None, None
    return name, version if isinstance(version, str) and version.strip() else None


def guessed_name(entry):
    """The name in the folder name `name-version.dist-info`, for a folder without metadata."""
    return re.sub(r"\.(dist|egg)-info$", "", entry or "").split("-")[0] or "unknown"


def installer(dist):
    """The installer that a distribution's INSTALLER file names."""
    try:
        return (dist.read_text("INSTALLER") or "").strip() or None
    except Exception:
        return None


def requirements(dist):
    """A distribution's Requires-Dist lines; none where they can't be read."""
    try:
        return [line for line in dist.requires or [] if isinstance(line, str)]
    except Exception:
        return []


def modules(dist):
    """What a distribution has at the top of its folder: packages, modules and other files. Empty if it has no RECORD."""
    try:
        paths = [line.lstrip('"') for line in (dist.read_text("RECORD") or "").splitlines()]
    except Exception:
        return []
    tops = {re.split("[/,]", path, maxsplit=1)[0] for path in paths}
    return sorted(one for one in tops if one not in ("", "..", "__pycache__") and not one.endswith(".dist-info"))


def normalised(name):
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


def glibc():
    """(major, minor) of the C library, or None if it isn't glibc."""
    name, version = platform.libc_ver()
    if name != "glibc":
        return None
    parts = version.split(".")
    return [int(parts[0]), int(parts[1])]


def externally_managed():
    """PEP 668: the distribution asks installers to leave this environment alone."""
    return os.path.exists(os.path.join(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED"))


def tool_version(command):
    """The first line of a tool's `--version`, or None if there is no such tool."""
    path = shutil.which(command[0])
    if not path:
        return None
    try:
        done = subprocess.run([path] + command[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return None
    lines = done.stdout.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if done.returncode == 0 and lines else None


def cuda():
    """CUDA toolkit version that the image declares."""
    declared = os.environ.get("CUDA_VERSION")
    if declared:
        return declared
    try:
        with open("/usr/local/cuda/version.json", encoding="utf-8") as file:
            return json.load(file)["cuda"]["version"]
    except (OSError, ValueError, KeyError):
        return None


def os_release():
    """ID and VERSION_ID of the image's distribution."""
    values = {}
    try:
        with open("/etc/os-release", encoding="utf-8") as file:
            for line in file:
                key, separator, value = line.strip().partition("=")
                if separator:
                    values[key] = value.strip('"')
    except OSError:
        pass
    return {"id": values.get("ID", "unknown"), "version": values.get("VERSION_ID", "")}


def main():
    json.dump(
        {
            "python": {
                "executable": sys.executable,
                "version": platform.python_version(),
                "implementation": sys.implementation.name,
                "machine": platform.machine(),
                "glibc": glibc(),
                "purelib": sysconfig.get_path("purelib"),
                "scripts": sysconfig.get_path("scripts"),
                "externallyManaged": externally_managed(),
            },
            "os": os_release(),
            "distributions": distributions(),
            "cuda": cuda(),
            "nvcc": tool_version(["nvcc", "--version"]),
        },
        sys.stdout,
    )


main()
