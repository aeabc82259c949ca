"""Forced alignment by pocketsphinx with the English model in its own wheel: CPU, offline, always there.

Its defaults lose words without an error (19 of 108 utterances); wide beams without the
best-path search and a dither of ±5 LSB lost none. Forced alignment finds a few words even in
noise, so `fit` judges every answer.
"""

import math
import random
import wave
from array import array
from operator import add
from pathlib import Path
from typing import Iterator, List, Sequence

from ..answer import Answer, Pronunciation, Word
from ..failures import Failed, Unavailable
from ..pauses import FRAME, Shortened, centred, loudness, quiet_level, shorten, trimmed
from ..pronounce import Spoken, is_dictionary_entry, spoken
from .fit import Heard, require_fit

RATE = 16000
DITHER = 5
"""LSB. Runs of equal samples break its noise estimate, and then words are lost."""
SILENCE = 40
"""Least mean amplitude of the loudest 10 ms in a recording with speech (-58 dBFS)."""


def align(audio: Path, words: Sequence[str]) -> Answer:
    """Times of `words` in a 16 kHz mono 16-bit WAV. Raises Failed or Unavailable."""
    with wave.open(str(audio)) as file:
        original = centred(array("h", file.readframes(file.getnframes())))
    if max(loudness(original), default=0) < SILENCE:
        raise Failed("the audio holds only silence")
    decoder = _decoder()
    entries = _teach(decoder, words)
    short = shorten(original)
    heard = _decode(decoder, entries, _dithered(short.samples))
    require_fit(heard, short.samples)
    return Answer(list(_timed(words, heard, short, len(original))), _made(decoder, words, heard))


def _decoder():
    try:
        import pocketsphinx
    except ImportError as error:
        raise Unavailable(f"pocketsphinx can't be imported: {error}") from None
    return pocketsphinx.Decoder(
        lm=None,
        beam=1e-100,
        wbeam=1e-100,
        pbeam=1e-100,
        bestpath=False,
        # Scores relative to the best of *all* sounds in each frame, so that a bad fit shows.
        compallsen=True,
        loglevel="FATAL",
    )


def _teach(decoder, words: Sequence[str]) -> List[str]:
    """Dictionary entries for `words`, after adding those that it lacks."""
    taught = {}
    missing = []
    for word in words:
        if word not in taught:
            try:
                taught[word] = _entry(decoder, spoken(word, decoder.lookup_word), f"surelayer-{len(taught)}")
            except Failed as error:
                missing.append(str(error))
    if missing:
        raise Failed("; ".join(missing))
    return [taught[word] for word in words]


def _entry(decoder, said: Spoken, name: str) -> str:
    if said.dictionary_word:
        return said.dictionary_word
    for number, given in enumerate(said.given, 1):
        decoder.add_word(name if number == 1 else f"{name}({number})", given.phones, False)
    return name


def _dithered(samples: array) -> array:
    """The samples with fixed noise of ±DITHER: the same audio always gives the same times."""
    noise = random.Random(1).choices(range(-DITHER, DITHER + 1), k=len(samples))
    room = 32767 - DITHER
    tamed = (max(-room, min(room, sample)) for sample in samples)
    return array("h", map(add, tamed, noise))


def _decode(decoder, entries: List[str], samples: array) -> List[Heard]:
    """Align and return one `Heard` per entry; Failed when the words don't fit the audio."""
    decoder.set_align_text(" ".join(entries))
    decoder.start_utt()
    decoder.process_raw(samples.tobytes(), full_utt=True)
    decoder.end_utt()
    heard = []
    for segment in decoder.seg() or ():
        if segment.word[0] not in "<[":  # silence and noise fillers
            frames = segment.end_frame - segment.start_frame + 1
            # ascore underflows to 0 for long, bad segments; its log is taken per second of audio.
            fit = math.exp(math.log(max(segment.ascore, 1e-300)) * 100 / frames)
            heard.append(Heard(segment.word, segment.start_frame, segment.end_frame, fit))
    if [one.entry.split("(")[0] for one in heard] != entries:
        seconds = len(samples) / RATE
        raise Failed(f"aligned {len(heard)} of {len(entries)} words: the text doesn't fit these {seconds:.1f} s of audio")
    return heard


def _timed(words: Sequence[str], heard: List[Heard], short: Shortened, total: int) -> Iterator[Word]:
    """Frames of the shortened audio to seconds of the original, never past its `total` samples."""
    levels = loudness(short.samples)
    quiet = quiet_level(levels)
    for word, one in zip(words, heard):
        first, last = trimmed(one.first, one.last, levels, quiet)
        start, end = short.original(first * FRAME, (last + 1) * FRAME)
        # The fit is no probability, but it is 0–1 and low for a doubtful word.
        yield Word(word, start / RATE, min(total, end) / RATE, round(one.fit, 3))


def _made(decoder, words: Sequence[str], heard: List[Heard]) -> List[Pronunciation]:
    """The pronunciations used that aren't the dictionary's own for that word, each once."""
    made = {}
    for word, one in zip(words, heard):
        phones = decoder.lookup_word(one.entry)
        if one.entry.startswith("surelayer-") and not is_dictionary_entry(word, phones, decoder.lookup_word):
            source = {given.phones: given.source for given in spoken(word, decoder.lookup_word).given}[phones]
            made[word, phones] = Pronunciation(word, phones, source)
    return list(made.values())
