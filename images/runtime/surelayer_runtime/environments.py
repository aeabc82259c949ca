"""Chooses the Python for an engine: this one, or that of an isolated environment in the image.

A phase with `environment: isolated` has a virtual environment. The image names its path in a variable,
SURELAYER_ENV_ and the phase's name. The packages of such a phase conflict with the rest, so an engine
whose package is only in the environment runs with the environment's Python.
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
    """The first Python that has the top-level `package`: this one, then those of the environments by name.

    If none has it, this one, so that the engine itself says what is missing.
    """
    if find_spec(package) is not None:
        return sys.executable
    return next((python for python in _environments() if _has(python, package)), sys.executable)


def environment_for(python: str) -> dict:
    """Environment variables for a process of `python`. Another Python must not get the paths of this one's packages."""
    if python == sys.executable:
        return dict(os.environ)
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def _environments() -> Iterator[str]:
    for name in sorted(os.environ):
        python = Path(os.environ[name], "bin", "python")
        if name.startswith(PREFIX) and python.is_file():
            yield str(python)


def _has(python: str, package: str) -> bool:
    """Whether `python` finds the package. Doesn't import it, which may take long or crash."""
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
