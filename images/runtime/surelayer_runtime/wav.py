"""WAV files to mono 16-bit samples.

The standard `wave` module isn't used: before Python 3.12 it refuses the extensible
header that sox and ffmpeg write for 24-bit audio, and it never reads floats.
Source: "Multiple channel audio data and WAVE files", Microsoft, 2001.
"""

import struct
import sys
from array import array
from pathlib import Path
from typing import NamedTuple, Tuple

from .failures import BadInput
from .samples import decode

PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE
STREAMED = 0x7FFFF000
"""This data size and larger ones mean "unknown": the file was written to a pipe (espeak-ng, ffmpeg, sox)."""


class Audio(NamedTuple):
    """Mono samples (16-bit signed, native byte order) and their rate in Hz."""

    samples: array
    rate: int

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate


class Format(NamedTuple):
    """The content of a `fmt ` chunk: sample kind, channels, Hz, bytes per sample."""

    kind: int
    channels: int
    rate: int
    width: int


def read_wav(path: Path) -> Audio:
    """Read a PCM (8/16/24/32 bit) or 32-bit float WAV of any rate, mixed down to mono.

    Raises BadInput when the file can't be read, is no WAV, is cut short, or holds no samples.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"the audio can't be read: {error.strerror or error}") from None
    try:
        fmt, data = _chunks(content)
        samples = decode(data, fmt.width, fmt.channels, fmt.kind == FLOAT)
    except struct.error:
        raise BadInput("the audio is cut short: its format is incomplete") from None
    except BadInput as error:
        raise BadInput(f"the audio is {error}") from None
    if not samples:
        raise BadInput("the audio holds no samples")
    return Audio(samples, fmt.rate)


def write_wav(path: Path, audio: Audio) -> None:
    """Write 16-bit mono PCM, the one form that every engine reads."""
    samples = array("h", audio.samples)
    if sys.byteorder == "big":
        samples.byteswap()
    data = samples.tobytes()
    fmt = struct.pack("<HHIIHH", PCM, 1, audio.rate, audio.rate * 2, 2, 16)
    head = b"WAVEfmt " + struct.pack("<I", len(fmt)) + fmt + b"data" + struct.pack("<I", len(data))
    path.write_bytes(b"RIFF" + struct.pack("<I", len(head) + len(data)) + head + data)


def _chunks(content: bytes) -> Tuple[Format, bytes]:
    """Walk the RIFF chunks up to the samples."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise BadInput("not a WAV file (no RIFF/WAVE header)")
    fmt, at = None, 12
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        body = at + 8
        if name == b"fmt ":
            fmt = _format(content[body : body + size])
        elif name == b"data":
            if fmt is None:
                raise BadInput("no proper WAV: its samples come before their format")
            return fmt, _data(content[body:], size)
        at = body + size + size % 2  # chunks are padded to even sizes
    raise BadInput("cut short: it has no data chunk")


def _data(rest: bytes, size: int) -> bytes:
    """The bytes of the data chunk; the rest of the file if the size is "unknown"."""
    if size > len(rest) and size < STREAMED:
        raise BadInput(f"cut short: its header promises {size} bytes of samples, the file holds {len(rest)}")
    return rest[:size]


def _format(body: bytes) -> Format:
    """Decode a `fmt ` chunk and refuse what `decode` can't read."""
    kind, channels, rate, _, block, bits = struct.unpack_from("<HHIIHH", body)
    if kind == EXTENSIBLE:
        (kind,) = struct.unpack_from("<H", body, 24)  # first field of the sub-format GUID
    if kind not in (PCM, FLOAT) or (kind == FLOAT and bits != 32):
        raise BadInput(f"in sample format {kind} with {bits} bits, which is neither PCM nor 32-bit float")
    width = (bits + 7) // 8
    if width not in (1, 2, 3, 4) or not 1 <= channels <= 64 or block != width * channels:
        raise BadInput(f"in a form that can't be read: {bits} bits, {channels} channels, {block} bytes per frame")
    if not 4000 <= rate <= 384000:
        raise BadInput(f"at {rate} Hz, outside 4–384 kHz")
    return Format(kind, channels, rate, width)
