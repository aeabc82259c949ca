"""`python -m surelayer_runtime --audio A.wav --text T.txt`: one JSON document on standard output.

Exit status: 0 an engine answered, 1 none did (the document says why), 2 the audio or text can't be used.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import List, Optional

from . import SCHEMA
from .chain import Timings, time_words
from .failures import BadInput


def main(arguments: Optional[List[str]] = None) -> int:
    """Run the command line and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m surelayer_runtime", description="When is each word said?")
    parser.add_argument("--audio", required=True, type=Path, help="WAV file: PCM or 32-bit float, any rate and channels")
    parser.add_argument("--text", required=True, type=Path, help="UTF-8 file with the words that are said")
    options = parser.parse_args(arguments)
    try:
        timings = time_words(options.audio, _read_text(options.text))
    except BadInput as error:
        print(f"surelayer_runtime: {error} (audio {options.audio}, text {options.text})", file=sys.stderr)
        return 2
    for tried in timings.tries:
        if tried.reason:
            print(f"surelayer_runtime: {tried.engine} {tried.status}: {tried.reason}", file=sys.stderr)
    # ASCII escapes: the document survives a container without a UTF-8 locale.
    print(json.dumps(document(timings)))
    return 0 if timings.engine else 1


def document(timings: Timings) -> dict:
    """The printed document, see `SCHEMA`."""
    return {
        "schema": SCHEMA,
        "engine": timings.engine,
        "duration_s": timings.duration,
        "words": [word._asdict() for word in timings.words],
        "pronunciations": [made._asdict() for made in timings.pronunciations],
        "tries": [tried._asdict() for tried in timings.tries],
        "module": str(Path(__file__).resolve().parent),
    }


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("the text is not UTF-8") from None
    except OSError as error:
        raise BadInput(f"the text can't be read: {error.strerror or error}") from None


if __name__ == "__main__":
    sys.exit(main())
