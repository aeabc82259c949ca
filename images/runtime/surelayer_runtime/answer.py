"""The answer of an engine, and the check whether the answer can be used."""

import math
from typing import List, NamedTuple, Optional, Sequence

from .failures import Failed


class Word(NamedTuple):
    """A word of the text with its times in seconds; `confidence` is 0–1, or None if the engine has none."""

    word: str
    start: float
    end: float
    confidence: Optional[float]


class Pronunciation(NamedTuple):
    """A word missing from the engine's dictionary, the ARPAbet phones that were given for it, and their source."""

    word: str
    phones: str
    source: str


class Answer(NamedTuple):
    """Timed words in text order, and the pronunciations that had to be made."""

    words: List[Word]
    pronunciations: List[Pronunciation]


def require_usable(answer: Answer, expected: Sequence[str], duration: float) -> None:
    """Raise Failed unless `answer` times exactly the expected words, in order, within `duration` seconds."""
    said = [word.word for word in answer.words]
    if not said:
        raise Failed("it answered no words")
    if len(said) != len(expected):
        raise Failed(f"it answered {len(said)} words, the text has {len(expected)}")
    for wanted, got in zip(expected, said):
        if wanted != got:
            raise Failed(f"it answered {got!r} where the text has {wanted!r}")
    before = 0.0
    for index, word in enumerate(answer.words, 1):
        if not (math.isfinite(word.start) and math.isfinite(word.end)):
            raise Failed(f"word {index} {word.word!r} has no finite times")
        if word.start < before or word.end <= word.start or word.end > duration:
            raise Failed(
                f"word {index} {word.word!r} at {word.start:.3f}–{word.end:.3f} s doesn't fit "
                f"after {before:.3f} s in {duration:.3f} s of audio"
            )
        before = word.end
