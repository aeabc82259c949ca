"""The engines of the chain, in the order in which they are asked.

An engine is a module with `align(audio: Path, words: Sequence[str]) -> Answer` (see `answer`).
It reads 16 kHz mono 16-bit WAV, answers one timed word per given word, or raises
Unavailable or Failed. It may be as rude as it likes: it runs in a process of its own.
The order to come is whisperx, google, faster-whisper, pocketsphinx.
"""

from typing import NamedTuple


class Engine(NamedTuple):
    """A name for reports, the module to run, and how long it may take."""

    name: str
    module: str
    seconds: float
    """Time limit for any audio, loading included …"""
    seconds_per_second: float
    """… and what is added to it per second of audio."""


ENGINES = (Engine("pocketsphinx", "surelayer_runtime.engines.sphinx", 30.0, 2.0),)
