"""The ways to say a written word, as lower-case English words.

"4090" → forty ninety, four thousand ninety, …; "well-known" → well known;
"$5" → five dollars; "SDK" → s. d. k. (a dot marks a letter's name, as in cmudict).
"""

import itertools
import re
import unicodedata
from typing import Iterable, List, Tuple

from .numerals import ordinal, plural, readings_of_number

Reading = Tuple[str, ...]
MOST = 16
"""Most readings of a word. A long part number would have far more combinations."""
_PIECE = re.compile(
    r"(?P<sign>[-\u2212](?=[$€£]?\d))?(?P<currency>[$€£])?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:(?P<ordinal>st|nd|rd|th)|(?P<plural>'?s))?(?![^\W\d_])"
    r"|(?P<digits>\d+)|(?P<letters>[^\W\d_]+(?:'[^\W\d_]+)*)|(?P<symbol>[&%+@=°#.])"
)
_CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds"}
_SYMBOLS = {"&": "and", "%": "percent", "+": "plus", "@": "at", "=": "equals", "°": "degrees", "#": "number"}
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\uff07": "'", "\u00ad": None, "\u200b": None})


def readings_of(written: str) -> List[Reading]:
    """Ways to say one written word, the likeliest first, at most `MOST`; empty if nothing in it is said."""
    plain = unicodedata.normalize("NFKC", written).translate(_QUOTES)
    slots = [options for options in _slots(plain) if options]
    combined: Iterable[Tuple[Reading, ...]] = itertools.islice(itertools.product(*slots), MOST)
    return list(dict.fromkeys(tuple(itertools.chain(*parts)) for parts in combined if parts))


def _slots(plain: str) -> Iterable[List[Reading]]:
    """For each piece of the word in order: its readings."""
    for piece in _PIECE.finditer(plain):
        if piece["number"]:
            yield _number(piece)
        elif piece["digits"]:
            yield list(readings_of_number(piece["digits"]))
        elif piece["letters"]:
            yield _letters(piece["letters"])
        elif piece["symbol"] == ".":
            # A dot inside a word: "example.com" says it, "U.S." and "Node.js" don't.
            yield [(), ("dot",)] if 0 < piece.start() < len(plain) - 1 else []
        elif piece["symbol"] == "#":
            yield [("sharp",)] if piece.start() else [("number",)]
        else:
            yield [(_SYMBOLS[piece["symbol"]],)]


def _number(piece: "re.Match[str]") -> List[Reading]:
    readings: List[Reading] = list(readings_of_number(piece["number"]))
    if piece["ordinal"]:
        readings = [ordinal(reading) for reading in readings]
    if piece["plural"]:
        readings = [plural(reading) for reading in readings]
    if piece["currency"]:
        unit = _CURRENCIES[piece["currency"]]
        one = piece["number"] == "1"
        readings = [(*reading, unit[:-1] if one else unit) for reading in readings]
    if piece["sign"]:
        # A dash glued to a number may be a minus or only a dash.
        readings = [spoken for reading in readings for spoken in (("minus", *reading), reading)]
    return readings


def _letters(letters: str) -> List[Reading]:
    """A word, and its letters one by one if it looks like an abbreviation."""
    lower = letters.lower()
    short = 1 < len(letters) <= 6 and letters.isalpha()
    looks_spelled = short and (letters.isupper() or not re.search("[aeiouy]", lower))
    plural_of_capitals = re.fullmatch(r"([A-Z]{2,5})'?s", letters)
    spelled: List[Reading] = []
    if looks_spelled:
        spelled = [tuple(letter + "." for letter in lower)]
    elif plural_of_capitals:
        names = [letter + "." for letter in plural_of_capitals[1].lower()]
        spelled = [(*names[:-1], names[-1] + "'s")]
    return [(lower,), *spelled]
