"""Numbers as they may be said, in English words.

A number has several readings (2024: "two thousand twenty four", "twenty twenty
four"); all plausible ones are given, and the aligner takes the one it hears.
"""

from typing import List, Tuple

Words = Tuple[str, ...]
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth",
    "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip


def readings_of_number(digits: str) -> List[Words]:
    """All readings of an unsigned decimal such as "1,234.5", most formal first."""
    whole, _, fraction = digits.replace(",", "").partition(".")
    tail: Words = ("point", *_digits(fraction)) if fraction else ()
    readings = []
    if len(whole) <= 15:
        readings += [cardinal(int(whole), said_and) for said_and in (False, True)]
    if len(whole) in (3, 4) and "," not in digits:
        readings += _pairs(whole)
    if whole.startswith("0") or len(whole) > 2:
        readings += [_digits(whole), tuple("oh" if d == "0" else _ONES[int(d)] for d in whole)]
    return [reading + tail for reading in dict.fromkeys(readings)]


def cardinal(value: int, said_and: bool = False) -> Words:
    """Words of 0 ≤ value < 10^15, with or without "and" after the hundreds."""
    if value < 20:
        return (_ONES[value],)
    if value < 100:
        return (_TENS[value // 10], *((_ONES[value % 10],) if value % 10 else ()))
    if value < 1000:
        head, rest = (_ONES[value // 100], "hundred"), value % 100
    else:
        scale, name = next(pair for pair in _SCALES if value >= pair[0])
        head, rest = (*cardinal(value // scale, said_and), name), value % scale
    joint = ("and",) if said_and and 0 < rest < 100 else ()
    return head + joint + (cardinal(rest, said_and) if rest else ())


def ordinal(words: Words) -> Words:
    """The words with the last one made ordinal: forty two → forty second."""
    last = words[-1]
    made = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return (*words[:-1], made)


def plural(words: Words) -> Words:
    """The words with the last one in the plural: nineteen ninety → nineteen nineties."""
    last = words[-1]
    made = last[:-1] + "ies" if last.endswith("y") else last + ("es" if last.endswith("x") else "s")
    return (*words[:-1], made)


def _pairs(whole: str) -> List[Words]:
    """Years, model numbers, room numbers: 1999, 4090, 1905 (nineteen oh five), 128, 1900."""
    high, low = int(whole[:-2]), int(whole[-2:])
    if high == 0:
        return []
    if low == 0:
        return [(*cardinal(high), "hundred")]
    if low < 10:
        return [(*cardinal(high), "oh", _ONES[low])]
    return [(*cardinal(high), *cardinal(low))]


def _digits(digits: str) -> Words:
    return tuple(_ONES[int(digit)] for digit in digits)
