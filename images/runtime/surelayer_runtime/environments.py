"""Which Python an engine runs with: this one, or that of an environment of its own in the image.

A phase with `environment: isolated` lives in a virtual environment that the image names in an
environment variable, SURELAYER_ENV_ and the phase's name. What is in it can't live with the rest,
so an engine whose package is only there runs with the Python that is there.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Iterator

PREFIX = "SURELAYER_ENV_"
LOOK = "import sys; from importlib.util import find_spec; sys.exit(find_spec(sys.argv[1]) is None)"
LOOK_SECONDS = 20


def python_for(package: str) -> str:
    """The first Python that has the top-level `package`: this one, then the environments' by their names.

    Where none has it, this one: the engine then says itself what it misses.
    """
    if find_spec(package) is not None:
        return sys.executable
    return next((python for python in _environments() if _has(python, package)), sys.executable)


def environment_for(python: str) -> dict:
    """The environment variables for a process of `python`: what leads to this Python's packages isn't meant for another."""
    if python == sys.executable:
        return dict(os.environ)
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def _environments() -> Iterator[str]:
    for name in sorted(os.environ):
        python = Path(os.environ[name], "bin", "python")
        if name.startswith(PREFIX) and python.is_file():
            yield str(python)


def _has(python: str, package: str) -> bool:
    """Whether `python` finds the package; it isn't imported, which may take long or crash."""
    try:
        looked = subprocess.run(
            [python, "-c", LOOK, package],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment_for(python),
            cwd="/",
            timeout=LOOK_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return looked.returncode == 0
