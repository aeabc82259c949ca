"""Judges an alignment, because forced alignment also answers for noise and for other texts.

Two measures, because neither is enough alone. Measured with pocketsphinx 5.1.1, ranges of whole texts:

|                                         | fit       | share of the energy within words |
| people, clean (11 recordings)           | 0.71–0.77 | 0.92–1.00                        |
| the same at 8 kHz                       | 0.60–0.72 |                                  |
| the same, white noise 24 to -1 dB below | 0.58–0.78 | 0.55–1.00                        |
| espeak-ng, 4 voices, 130–240 words/min  | 0.43–0.66 | 0.97–1.00                        |
| the same at 8 kHz (57 recordings)       | 0.41–0.53 |                                  |
| white, pink, brown noise, sine, sweep   | 0.18–0.68 | 0.00–0.25                        |
| another text than is said               | 0.32–0.54 | 0.00–0.59                        |

In noise 20 of 22 were aligned. The last two rows count only recordings that were aligned at all; most weren't.
Of 150 other texts (whole sentences and their beginnings) 5 passed both measures, each of two or three words.
A text so short can't always be told from another one.
"""

import math
from array import array
from typing import List, NamedTuple

from ..failures import Failed
from ..pauses import loudness

LEAST_FIT = 0.40
LEAST_SHARE = 0.50


class Heard(NamedTuple):
    """One aligned dictionary entry in 10 ms frames (both ends included).

    `fit` is 0–1: how likely its sounds are, per 10 ms, against the best of all sounds. No probability.
    """

    entry: str
    first: int
    last: int
    fit: float

    @property
    def frames(self) -> int:
        """Length in frames of 10 ms."""
        return self.last - self.first + 1


def require_fit(heard: List[Heard], samples: array) -> None:
    """Raise Failed when `heard` can't be the text of these 16 kHz samples."""
    mean = math.exp(sum(math.log(one.fit) * one.frames for one in heard) / sum(one.frames for one in heard))
    if mean < LEAST_FIT:
        raise Failed(f"its sounds fit the text too badly ({mean:.2f} of 1, speech has {LEAST_FIT} and more)")
    energy = [level * level for level in loudness(samples)]
    within = sum(sum(energy[one.first : one.last + 1]) for one in heard)
    share = within / max(1, sum(energy))
    if share < LEAST_SHARE:
        raise Failed(f"only {share:.0%} of the sound is within the words: there is other sound than this text")
