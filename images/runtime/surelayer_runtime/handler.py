"""The chain as a RunPod handler: takes a job, returns timed words or a clear error."""

import base64
import binascii
import tempfile
from pathlib import Path
from typing import Any, Dict, Optional

from .chain import Timings, time_words
from .failures import BadInput

MOST_BYTES = 64 * 1024 * 1024
"""Most bytes of decoded audio in a job. RunPod's own limit for a request is smaller."""


def timings(job: Dict[str, Any], app_dir: Optional[Path] = None) -> Dict[str, Any]:
    """Time the words of `job["input"]`: `text`, and `audio_base64` (a WAV) or `audio_path` below `app_dir`.

    `app_dir` is the working directory unless given. Never raises for a mistake of the caller:
    returns {"error": sentence}, which RunPod reports as a failed job.
    """
    try:
        given = job.get("input") if isinstance(job, dict) else None
        if not isinstance(given, dict):
            raise BadInput('the job has no "input" object')
        text = _string(given, "text")
        if ("audio_base64" in given) == ("audio_path" in given):
            raise BadInput('give the audio as either "audio_base64" or "audio_path"')
        if "audio_path" in given:
            return _answer(time_words(_inside(_string(given, "audio_path"), app_dir or Path.cwd()), text))
        with tempfile.NamedTemporaryFile(suffix=".wav") as file:
            file.write(_decoded(_string(given, "audio_base64")))
            file.flush()
            return _answer(time_words(Path(file.name), text))
    except BadInput as error:
        return {"error": str(error)}


def _answer(timed: Timings) -> Dict[str, Any]:
    if timed.engine is None:
        reasons = "; ".join(f"{one.engine} {one.status}: {one.reason}" for one in timed.tries)
        return {"error": f"no engine could time the words ({reasons})"}
    return {"engine": timed.engine, "words": [word._asdict() for word in timed.words]}


def _string(given: Dict[str, Any], key: str) -> str:
    value = given.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f'"{key}" must be a string that is not empty')
    return value


def _inside(name: str, app_dir: Path) -> Path:
    """The file `name` below `app_dir`; BadInput if `..`, `/` or a link leads out of `app_dir`."""
    root = app_dir.resolve()
    try:
        path = (root / name).resolve()
        path.relative_to(root)
    except (ValueError, OSError, RuntimeError):
        raise BadInput('"audio_path" must be a path inside the app directory') from None
    return path


def _decoded(encoded: str) -> bytes:
    if len(encoded) > MOST_BYTES * 4 // 3 + 4:
        raise BadInput(f'"audio_base64" holds more than {MOST_BYTES // 2**20} MiB')
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        raise BadInput('"audio_base64" is not valid base64') from None
