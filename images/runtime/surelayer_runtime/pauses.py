"""Long pauses shortened for the aligner, and times on the shortened audio mapped back.

pocketsphinx loses words around 1–3 s of silence now and then. Cutting the middle out of
every pause leaves one utterance, so no guess is needed about which words belong to which part.
"""

from array import array
from bisect import bisect_left, bisect_right
from typing import Iterator, List, NamedTuple, Tuple

FRAME = 160
"""Samples: 10 ms at 16 kHz."""
KEPT = 25
"""Frames kept on each side of a cut."""
EDGE = 5
"""Quiet frames that a word keeps on each side."""
_FLOOR = 30
"""Mean amplitude (of 32768) below which a frame is silent in any recording."""


class Shortened(NamedTuple):
    """Samples with the pauses cut, and for each remaining piece (start here, start in the original)."""

    samples: array
    pieces: List[Tuple[int, int]]

    def original(self, start: int, end: int) -> Tuple[int, int]:
        """The range in the original of the samples from `start` up to `end`, without a cut at its edges."""
        first = bisect_right(self.pieces, (start, float("inf"))) - 1
        last = max(first, bisect_left(self.pieces, (end, -1)) - 1)
        return self._back(first, start), self._back(last, end)

    def _back(self, piece: int, sample: int) -> int:
        here, there = self.pieces[piece]
        return there + sample - here


def centred(samples: array) -> array:
    """The samples without their mean: a constant offset (cheap sound cards) isn't loudness."""
    mean = round(sum(samples) / max(1, len(samples)))
    if mean == 0:
        return samples
    return array("h", (max(-32768, min(32767, sample - mean)) for sample in samples))


def loudness(samples: array) -> List[int]:
    """Mean absolute amplitude of every whole 10 ms frame."""
    starts = range(0, len(samples) - FRAME + 1, FRAME)
    return [sum(map(abs, samples[start : start + FRAME])) // FRAME for start in starts]


def shorten(samples: array) -> Shortened:
    """Cut every pause of 16 kHz audio down to `2 * KEPT` frames (0.5 s)."""
    kept, pieces, at = array("h"), [], 0
    for start, end in [*_cuts(loudness(samples)), (len(samples), len(samples))]:
        if start > at:
            pieces.append((len(kept), at))
            kept += samples[at:start]
        at = end
    return Shortened(kept, pieces or [(0, 0)])


def trimmed(first: int, last: int, levels: List[int], quiet: int) -> Tuple[int, int]:
    """A word's frames without the pause that the aligner added to the word, which may include a cut.

    `EDGE` quiet frames stay on either side: a soft consonant is no louder than a pause.
    """
    loud = [frame for frame in range(first, min(last + 1, len(levels))) if levels[frame] > quiet]
    if not loud:
        return first, last
    return max(first, loud[0] - EDGE), min(last, loud[-1] + EDGE)


def quiet_level(levels: List[int]) -> int:
    """The highest level of a pause in this recording."""
    loud = sorted(levels)[len(levels) * 9 // 10] if levels else 0
    return max(_FLOOR, loud // 50)  # 34 dB below the loud tenth


def _cuts(levels: List[int]) -> Iterator[Tuple[int, int]]:
    """Sample ranges to leave out: the middles of runs of quiet frames."""
    quiet, run = quiet_level(levels), 0
    for index, level in enumerate([*levels, quiet + 1]):
        if level <= quiet:
            run += 1
            continue
        if run > 2 * KEPT:
            yield (index - run + KEPT) * FRAME, (index - KEPT) * FRAME
        run = 0
