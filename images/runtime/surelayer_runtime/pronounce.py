"""Phones for every written word: from the engine's dictionary, combined from its entries, or by espeak-ng."""

import itertools
import unicodedata
from typing import Callable, List, NamedTuple, Optional

from .arpabet import to_arpabet
from .espeak import phonemes_of
from .failures import Failed, Unavailable
from .readings import Reading, readings_of

Lookup = Callable[[str], Optional[str]]
"""A dictionary: lower-case word → ARPAbet phones, None when it lacks the word. `read(2)` is a variant."""


class Spoken(NamedTuple):
    """One way to say a word: a dictionary word, or phones of our own, with their source."""

    dictionary_word: Optional[str]
    given: List["Given"]


class Given(NamedTuple):
    """Phones that are not the word's own dictionary entry."""

    phones: str
    source: str


def spoken(written: str, lookup: Lookup) -> Spoken:
    """Every way to say `written`.

    Raises Failed if it has no pronunciation, Unavailable if it needs espeak-ng and there is none.
    """
    readings = readings_of(written)
    if readings and len(readings) == 1 and len(readings[0]) == 1 and lookup(readings[0][0]):
        return Spoken(readings[0][0], [])
    given: List[Given] = []
    trouble: List[Exception] = []
    for reading in readings:
        try:
            given += _given(reading, lookup)
        except (Failed, Unavailable) as error:
            trouble.append(error)
    if not given:
        kind = Unavailable if any(isinstance(error, Unavailable) for error in trouble) else Failed
        raise kind(f"no pronunciation for {written!r}: {'; '.join(map(str, trouble)) or 'nothing in it is said'}")
    return Spoken(None, list({entry.phones: entry for entry in reversed(given)}.values())[::-1])


def is_dictionary_entry(written: str, phones: str, lookup: Lookup) -> bool:
    """Whether `phones` is the dictionary's own entry for this word."""
    return phones in _variants(written.lower(), lookup)


def _given(reading: Reading, lookup: Lookup) -> List[Given]:
    if len(reading) == 1:
        variants = _variants(reading[0], lookup)
        if variants:
            return [Given(phones, "dictionary") for phones in variants]
    parts = [_unit(unit, lookup) for unit in reading]
    source = "espeak-ng" if any(part.source == "espeak-ng" for part in parts) else "dictionary"
    return [Given(" ".join(part.phones for part in parts), source)]


def _unit(unit: str, lookup: Lookup) -> Given:
    phones = lookup(unit) or lookup(_without_accents(unit))
    if phones:
        return Given(phones, "dictionary")
    phones = to_arpabet(phonemes_of(unit))
    if not phones:
        raise Failed(f"espeak-ng says nothing for {unit!r}")
    return Given(phones, "espeak-ng")


def _variants(word: str, lookup: Lookup) -> List[str]:
    """The dictionary's pronunciations of a word: `read`, `read(2)`, …"""
    names = itertools.chain([word], (f"{word}({number})" for number in itertools.count(2)))
    return [phones or "" for phones in itertools.takewhile(bool, map(lookup, names))]


def _without_accents(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
