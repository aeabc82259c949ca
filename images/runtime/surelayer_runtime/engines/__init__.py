"""The engines of the chain, in the order in which they are asked.

An engine is a module with `align(audio: Path, words: Sequence[str]) -> Answer` (see `answer`).
It reads 16 kHz mono 16-bit WAV, answers one timed word per given word, or raises
Unavailable or Failed. It may crash or hang, because it runs in a process of its own. If its package is
in an isolated environment of the image, it runs with that environment's Python (`environments`).
The order to come is whisperx, google, faster-whisper, pocketsphinx.
"""

from typing import NamedTuple


class Engine(NamedTuple):
    """A name for reports, the module to run, its time limit, and the package that it needs."""

    name: str
    module: str
    seconds: float
    """Time limit for any audio, loading included …"""
    seconds_per_second: float
    """… and what is added to it per second of audio."""
    package: str = ""
    """The top-level package that decides which of the image's Pythons runs the engine; None for this one."""


ENGINES = (Engine("pocketsphinx", "surelayer_runtime.engines.sphinx", 30.0, 2.0, "pocketsphinx"),)
