"""Runs a shell script in a container of the base image that shares this machine's network."""

import pathlib
import subprocess

BASE = "surelayer-base:bookworm"


def in_container(tools, script, *options):
    """Exit code and scrubbed output. The container is removed; it has no other trace."""
    command = ["docker", "run", "--rm", "--network", "host", *options, BASE, "sh", "-c", script]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", timeout=180)
    return done.returncode, tools.scrub(done.stdout)


def version_in_container(program):
    done = subprocess.run(["docker", "run", "--rm", BASE, *program], check=True, capture_output=True, text=True)
    return done.stdout.split()[1]


def mounted(path, target):
    return f"--volume={pathlib.Path(path)}:{target}:ro"
