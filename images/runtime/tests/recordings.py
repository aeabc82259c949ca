"""The recordings of the tests, and changes to them."""

import json
import random
import struct
import tempfile
import unittest
from array import array
from pathlib import Path
from typing import Sequence

from surelayer_runtime.wav import Audio, read_wav, write_wav

FIXTURES = Path(__file__).resolve().parent / "fixtures"
LEMONS = "the juice of lemons makes fine punch"
LEMONS_WAV = FIXTURES / "lemons.wav"
WRITTEN_WAV = FIXTURES / "written.wav"
WRITTEN = "“Surelayer” times 50% of RunPod’s H200 jobs — it doesn't guess!"
RATE = 16000


def true_starts() -> list:
    """Seconds at which the words of LEMONS start, from the synthesiser itself."""
    return json.loads((FIXTURES / "starts.json").read_text())["starts"]


def lemons() -> array:
    """The samples of LEMONS at 16 kHz."""
    return read_wav(LEMONS_WAV).samples


def silence(seconds: float) -> array:
    """Digital silence at 16 kHz."""
    return array("h", bytes(2 * int(seconds * RATE)))


def white_noise(seconds: float, amplitude: int) -> array:
    """Gaussian noise at 16 kHz, the same on every run."""
    source = random.Random(5)
    return array("h", (int(max(-32768, min(32767, source.gauss(0, amplitude)))) for _ in range(int(seconds * RATE))))


def at_rate(samples: array, rate: int) -> array:
    """16 kHz samples at another rate, by simple means that are independent of the tested code.

    Down by means of neighbours (`rate` must divide 16000), up along straight lines.
    """
    step = RATE // rate
    if step > 1:
        return array("h", (sum(samples[at : at + step]) // step for at in range(0, len(samples) - step + 1, step)))
    out = array("h")
    for index in range((len(samples) - 1) * rate // RATE):
        whole, part = divmod(index * RATE, rate)
        out.append(samples[whole] + (samples[whole + 1] - samples[whole]) * part // rate)
    return out


def wav_bytes(data: bytes, kind: int, channels: int, rate: int, bits: int, extensible: bool = False) -> bytes:
    """A WAV file around interleaved sample bytes."""
    block = channels * bits // 8
    fmt = struct.pack("<HHIIHH", 0xFFFE if extensible else kind, channels, rate, rate * block, block, bits)
    if extensible:
        fmt += struct.pack("<HHIH", 22, bits, 3, kind) + bytes.fromhex("000000001000800000aa00389b71")
    body = b"WAVEfmt " + struct.pack("<I", len(fmt)) + fmt + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


class InFolder(unittest.TestCase):
    """A test with an empty folder of its own."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def wav(self, samples: Sequence[int], rate: int = RATE) -> Path:
        """A 16-bit mono WAV of the samples."""
        path = self.folder / "made.wav"
        write_wav(path, Audio(array("h", samples), rate))
        return path

    def file(self, name: str, content: bytes) -> Path:
        """A file with this content."""
        path = self.folder / name
        path.write_bytes(content)
        return path
