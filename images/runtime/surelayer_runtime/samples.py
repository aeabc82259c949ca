"""Sample bytes of any width to mono 16-bit integers, without `audioop` (gone since Python 3.13)."""

import math
import sys
from array import array

from .failures import BadInput

_FLIP_SIGN = bytes(value ^ 0x80 for value in range(256))


def decode(data: bytes, width: int, channels: int, is_float: bool) -> array:
    """Mono int16 samples from interleaved little-endian ones.

    `width` is bytes per sample (1 is unsigned, as WAV has it). A last, incomplete frame is dropped.
    Raises BadInput when float samples aren't finite.
    """
    data = data[: len(data) - len(data) % (width * channels)]
    wide = _from_float(data) if is_float else _from_integers(data, width)
    if channels == 1:
        return wide
    # Mean, not sum: a voice in both channels must not clip.
    lanes = [wide[lane::channels] for lane in range(channels)]
    return array("h", (sum(frame) // channels for frame in zip(*lanes)))


def _from_integers(data: bytes, width: int) -> array:
    """Keep the two most significant bytes, because no engine uses more than 16 bits."""
    if width == 2:
        pairs = bytearray(data)
    else:
        pairs = bytearray(2 * (len(data) // width))
        if width == 1:
            pairs[1::2] = data.translate(_FLIP_SIGN)
        else:
            pairs[0::2] = data[width - 2 :: width]
            pairs[1::2] = data[width - 1 :: width]
    samples = array("h")
    samples.frombytes(bytes(pairs))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _from_float(data: bytes) -> array:
    """Full scale ±1.0 to ±32767, clipped."""
    floats = array("f")
    floats.frombytes(data)
    if sys.byteorder == "big":
        floats.byteswap()
    if not all(map(math.isfinite, floats)):
        raise BadInput("broken: not all of its float samples are finite")
    return array("h", (int(max(-1.0, min(1.0, value)) * 32767) for value in floats))
