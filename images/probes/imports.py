"""Imports each module named on the command line in a process of its own and prints the outcomes as one JSON list.

Each has its own process because a module may abort the interpreter (exit 134) or leave a half-imported package behind.
"""

import json
import subprocess
import sys

TIME_LIMIT_S = 300


def attempt(module):
    """Outcome of importing `module`: {"module", "ok", "exitCode", "error"}, where `error` is the last line of output."""
    # -B: bytecode written by this check would become part of the layer
    command = [sys.executable, "-B", "-c", "import importlib, sys; importlib.import_module(sys.argv[1])", module]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=TIME_LIMIT_S)
    except subprocess.TimeoutExpired:
        return {"module": module, "ok": False, "exitCode": None, "error": "still importing after %d s" % TIME_LIMIT_S}
    lines = done.stdout.decode("utf-8", "replace").strip().splitlines()
    return {
        "module": module,
        "ok": done.returncode == 0,
        "exitCode": done.returncode,
        "error": None if done.returncode == 0 else (lines[-1] if lines else "no output"),
    }


json.dump([attempt(module) for module in sys.argv[1:]], sys.stdout)
