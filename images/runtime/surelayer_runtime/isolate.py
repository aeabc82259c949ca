"""Runs an engine in a process of its own, because native code such as cuDNN may abort the whole process."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Sequence

from .answer import Answer, Pronunciation, Word
from .engines import Engine
from .environments import environment_for, python_for
from .failures import Failed, Unavailable

PACKAGE = Path(__file__).resolve().parent


def ask(engine: Engine, audio: Path, words: Sequence[str], duration: float) -> Answer:
    """The engine's answer for 16 kHz mono audio of `duration` seconds.

    Raises Unavailable or Failed; a crash, a timeout or a garbled answer is Failed and says which.
    """
    job = json.dumps({"audio": str(audio), "words": list(words)})
    limit = engine.seconds + engine.seconds_per_second * duration
    with tempfile.TemporaryFile() as log, tempfile.TemporaryDirectory(prefix="surelayer-") as folder:
        output, code = _run(engine, job, limit, log, Path(folder))
        log.seek(0)
        printed = log.read().decode("utf-8", "replace")
    sys.stderr.write(printed)
    if code != 0:
        raise Failed(_crash(code, printed))
    return _parse(output)


def _run(engine: Engine, job: str, limit: float, log, folder: Path) -> tuple:
    """Standard output and exit code of the worker; no process of it outlives this call."""
    python = python_for(engine.package) if engine.package else sys.executable
    command = [python, "-m", "surelayer_runtime.worker", engine.module]
    environment = environment_for(python)
    path = os.pathsep.join(filter(None, [_place(python, folder), environment.get("PYTHONPATH")]))
    worker = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        cwd=None if python == sys.executable else folder,
        env={**environment, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        start_new_session=True,
    )
    try:
        output, _ = worker.communicate(job.encode("utf-8"), timeout=limit)
    except subprocess.TimeoutExpired:
        raise Failed(f"no answer within {limit:.0f} s") from None
    finally:
        _end(worker)
    return output, worker.returncode


def _place(python: str, folder: Path) -> str:
    """A folder from which `python` imports this package. Another Python must not see the packages beside it."""
    if python == sys.executable:
        return str(PACKAGE.parent)
    (folder / PACKAGE.name).symlink_to(PACKAGE)
    return str(folder)


def _end(worker: subprocess.Popen) -> None:
    """Kill what is left of the worker's process group, its own children included."""
    try:
        os.killpg(worker.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    worker.wait()
    worker.stdout.close()


def _crash(code: int, printed: str) -> str:
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    last = f": {lines[-1][:300]}" if lines else ""
    if code > 0:
        return f"its process ended with exit code {code}{last}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"its process died of {name}{last}"


def _parse(output: bytes) -> Answer:
    try:
        answer = json.loads(output)
        status = answer["status"]
        if status == "answered":
            words = [_word(**word) for word in answer["words"]]
            return Answer(words, [Pronunciation(**made) for made in answer["pronunciations"]])
        reason = str(answer["reason"])
    except (ValueError, TypeError, KeyError):
        raise Failed(f"its answer is garbled: {output[:80]!r}") from None
    raise (Unavailable if status == "unavailable" else Failed)(reason)


def _word(word: str, start: float, end: float, confidence: object) -> Word:
    return Word(str(word), float(start), float(end), None if confidence is None else float(confidence))
