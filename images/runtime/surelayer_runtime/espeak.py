"""Pronunciations by espeak-ng's library, for words that no dictionary has.

The library comes with its data in the wheel `espeakng-loader` (no system package,
nothing fetched at first use), or from the system if that wheel is missing.
espeak-ng is GPL-3.0-or-later: it is loaded from its own unmodified distribution,
never linked into or shipped with this package.
"""

import ctypes
import re
import unicodedata
from functools import lru_cache
from typing import Iterator, List, Optional, Tuple

from .failures import Failed, Unavailable

VOICE = b"en-us"
_SYNCHRONOUS, _DONT_EXIT = 2, 0x8000
_UTF8 = 1
_UNDERSCORE_BETWEEN = ord("_") << 8


def phonemes_of(word: str) -> List[str]:
    """espeak-ng's phoneme names for one English word, stress marks included.

    Raises Unavailable when there is no espeak-ng, Failed for other scripts and other languages' sounds.
    """
    if any(char.isalpha() and "LATIN" not in unicodedata.name(char, "") for char in word):
        # espeak-ng would say "Chinese letter", or use phonemes that English doesn't have.
        raise Failed(f"{word!r} is not in Latin letters")
    library = _library()
    rest = ctypes.c_char_p(word.encode("utf-8"))
    clauses = []
    while rest.value is not None:  # the call moves `rest` on by one clause, then to NULL
        said = library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _UNDERSCORE_BETWEEN)
        clauses.append((said or b"").decode("utf-8", "replace"))
    phonemes = " ".join(clauses)
    if "(" in phonemes:  # "(fr)" … "(en-us)": it switched to another language's phonemes
        raise Failed(f"espeak-ng has no English pronunciation of {word!r}")
    return re.split(r"[_ \n]+", phonemes)


@lru_cache(maxsize=None)
def _library() -> ctypes.CDLL:
    """The loaded and initialised library; Unavailable with every reason when there is none."""
    reasons = []
    for path, data in _places(reasons):
        try:
            return _ready(ctypes.CDLL(path), data)
        except (OSError, Unavailable) as error:
            reasons.append(str(error))
    raise Unavailable(f"espeak-ng can't be loaded (install the wheel espeakng-loader): {'; '.join(reasons)}")


def _places(reasons: List[str]) -> Iterator[Tuple[str, Optional[str]]]:
    """Possible places of the library and its data: the wheel, then the system."""
    try:
        import espeakng_loader

        yield espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
    except (ImportError, RuntimeError) as error:
        reasons.append(str(error))
    yield "libespeak-ng.so.1", None


def _ready(library: ctypes.CDLL, data: Optional[str]) -> ctypes.CDLL:
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    where = data.encode() if data else None
    if library.espeak_Initialize(_SYNCHRONOUS, 0, where, _DONT_EXIT) < 0:
        raise Unavailable(f"espeak-ng finds no data in {data or 'its default place'}")
    if library.espeak_SetVoiceByName(VOICE) != 0:
        raise Unavailable("espeak-ng has no voice en-us")
    return library
