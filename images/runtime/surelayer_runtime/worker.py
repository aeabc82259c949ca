"""One engine, alone in a process: a job on standard input, its answer on standard output.

    python -m surelayer_runtime.worker MODULE  < {"audio": path, "words": [...]}

Output of the engine and of its C libraries goes to standard error.
"""

import importlib
import json
import os
import sys
from pathlib import Path

from .failures import Failed, Unavailable


def main(module: str) -> None:
    """Run `module.align` on the job; an unexpected exception ends the process with its traceback."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)  # from here on, prints can't mix with the answer
        job = json.load(sys.stdin)
        json.dump(_answer(module, Path(job["audio"]), job["words"]), answers)


def _answer(module: str, audio: Path, words: list) -> dict:
    try:
        answer = importlib.import_module(module).align(audio, words)
    except (Unavailable, ImportError) as error:
        return {"status": "unavailable", "reason": str(error)}
    except Failed as error:
        return {"status": "failed", "reason": str(error)}
    return {
        "status": "answered",
        "words": [word._asdict() for word in answer.words],
        "pronunciations": [made._asdict() for made in answer.pronunciations],
    }


if __name__ == "__main__":
    main(sys.argv[1])
