"""The word-timing chain: asks engines in order, takes the first usable answer, and reports every try."""

import tempfile
import time
from pathlib import Path
from typing import List, NamedTuple, Optional, Sequence

from .answer import Pronunciation, Word, require_usable
from .engines import ENGINES, Engine
from .failures import BadInput, Failed, Unavailable
from .isolate import ask
from .resample import TARGET, to_16k
from .text import words_of
from .wav import Audio, read_wav, write_wav


class Try(NamedTuple):
    """The result of one engine: `answered`, `unavailable` or `failed`, the reason if it has one, and its seconds."""

    engine: str
    status: str
    reason: Optional[str]
    seconds: float


class Timings(NamedTuple):
    """The outcome: `engine` is None and `words` empty when no engine had a usable answer."""

    engine: Optional[str]
    duration: float
    words: List[Word]
    pronunciations: List[Pronunciation]
    tries: List[Try]


def time_words(audio: Path, text: str, engines: Sequence[Engine] = ENGINES) -> Timings:
    """Time every word of `text` in the WAV file `audio`. Raises BadInput, but nothing for an engine that fails."""
    words = words_of(text)
    if not words:
        raise BadInput("the text holds no words")
    source = read_wav(audio)
    tries: List[Try] = []
    with tempfile.TemporaryDirectory(prefix="surelayer-") as folder:
        prepared = Path(folder, "audio.wav")
        write_wav(prepared, Audio(to_16k(source.samples, source.rate), TARGET))
        for engine in engines:
            began = time.monotonic()
            answer, status, reason = None, "answered", None
            try:
                answer = ask(engine, prepared, words, source.duration)
                require_usable(answer, words, source.duration)
            except Unavailable as error:
                status, reason = "unavailable", str(error)
            except Failed as error:
                status, reason = "failed", str(error)
            tries.append(Try(engine.name, status, reason, round(time.monotonic() - began, 3)))
            if answer and status == "answered":
                return Timings(engine.name, source.duration, *answer, tries)
    return Timings(None, source.duration, [], [], tries)
