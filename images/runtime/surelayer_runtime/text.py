"""Splits a text into written words, which the report uses."""

import re
from typing import List

_GAP = re.compile(r"[\s\u2010-\u2015\u2212]*[\s\u2012-\u2015][\s\u2010-\u2015]*|--+")
"""Between words: white space, and dashes that join clauses (hyphens join words and stay)."""
_SIGN = re.compile(r"[-\u2212](?=[$€£]?\d)")
_HEAD = "$€£#@&+=%"
_TAIL = "%°+#&@=$€£"


def words_of(text: str) -> List[str]:
    """The words of `text` in order, without the punctuation around them.

    `"Don’t," said Ann — 50% of GPUs…` gives `Don’t said Ann 50% of GPUs`. Symbols that
    nobody says (`...`, a lone dash, an emoji) are no words.
    """
    return [word for word in map(_bare, _GAP.split(text)) if _is_said(word)]


def _bare(token: str) -> str:
    """`token` without leading and trailing punctuation; symbols that are said stay."""
    start, end = 0, len(token)
    while start < end and not (_is_letter(token[start]) or token[start] in _HEAD or _SIGN.match(token, start)):
        start += 1
    while end > start and not (_is_letter(token[end - 1]) or token[end - 1] in _TAIL):
        end -= 1
    return token[start:end]


def _is_letter(char: str) -> bool:
    return char.isalnum()


def _is_said(word: str) -> bool:
    """A word has a letter or digit, or is one symbol with a name."""
    return any(map(_is_letter, word)) or word in ("&", "+", "=", "%", "@")
