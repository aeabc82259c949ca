"""Prints what a base image already holds, as one JSON document. Standard library only; runs on Python 3.8 and newer."""

import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig


def distributions():
    """Every installed distribution on sys.path: name, version, folder, installer; broken metadata has a null version."""
    from importlib import metadata

    found = []
    for dist in metadata.distributions():
        try:
            name, version = dist.metadata["Name"], dist.version
        except Exception:  # metadata that can't be read is a finding, not a reason to stop
            name, version = None, None
        path = getattr(dist, "_path", None)
        found.append(
            {
                "name": name or (os.path.basename(str(path)).split("-")[0] if path else "unknown"),
                "version": version if name else None,
                "location": os.path.dirname(str(path)) if path else None,
                "installer": (dist.read_text("INSTALLER") or "").strip() or None,
            }
        )
    return found


def glibc():
    """(major, minor) of the C library, or None where it isn't glibc."""
    name, version = platform.libc_ver()
    if name != "glibc":
        return None
    parts = version.split(".")
    return [int(parts[0]), int(parts[1])]


def externally_managed():
    """PEP 668: the distribution asks installers to leave this environment alone."""
    return os.path.exists(os.path.join(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED"))


def tool_version(command):
    """First line that a tool prints of its own version, or None where it is absent."""
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
    """CUDA toolkit version of the image, from its own declarations."""
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
            "distributions": sorted(distributions(), key=lambda one: (one["name"].lower(), one["location"] or "")),
            "pip": tool_version([sys.executable, "-m", "pip", "--version"]),
            "cuda": cuda(),
            "nvcc": tool_version(["nvcc", "--version"]),
        },
        sys.stdout,
    )


main()
