"""Every form of WAV that must be read, and those that must be refused."""

import math
import struct
from array import array

from surelayer_runtime.failures import BadInput
from surelayer_runtime.resample import to_16k
from surelayer_runtime.wav import read_wav

from .recordings import InFolder, wav_bytes

SAMPLES = [0, 1000, -1000, 32767, -32768, 256]


class Reading(InFolder):
    def read(self, *arguments, **options):
        return read_wav(self.file("a.wav", wav_bytes(*arguments, **options)))

    def test_all_integer_widths(self):
        pack = {
            16: b"".join(struct.pack("<h", value) for value in SAMPLES),
            24: b"".join(struct.pack("<i", value << 8)[:3] for value in SAMPLES),
            32: b"".join(struct.pack("<i", value << 16) for value in SAMPLES),
        }
        for bits, data in pack.items():
            for extensible in (False, True):
                self.assertEqual(list(self.read(data, 1, 1, 16000, bits, extensible).samples), SAMPLES, bits)
        self.assertEqual(list(self.read(bytes([128, 0, 255]), 1, 1, 8000, 8).samples), [0, -32768, 32512])

    def test_floats_are_clipped_and_must_be_finite(self):
        data = struct.pack("<4f", 0.0, 0.5, -2.0, 1.0)
        self.assertEqual(list(self.read(data, 3, 1, 16000, 32).samples), [0, 16383, -32767, 32767])
        with self.assertRaisesRegex(BadInput, "finite"):
            self.read(struct.pack("<f", math.nan), 3, 1, 16000, 32)

    def test_channels_are_averaged(self):
        data = struct.pack("<6h", 100, 300, 32767, 32767, -100, -300)
        self.assertEqual(list(self.read(data, 1, 2, 16000, 16).samples), [200, 32767, -200])

    def test_a_streamed_header_takes_all_there_is(self):
        content = bytearray(wav_bytes(struct.pack("<3h", 1, 2, 3), 1, 1, 16000, 16))
        for size in (0x7FFFF000, 0xFFFFFFFF):
            struct.pack_into("<I", content, 40, size)
            self.assertEqual(list(read_wav(self.file("s.wav", bytes(content))).samples), [1, 2, 3])

    def test_what_is_no_usable_wav_is_refused_with_a_reason(self):
        whole = wav_bytes(bytes(3200), 1, 1, 16000, 16)
        cases = {
            "cut short": [whole[:-100], whole[:30], whole[:20]],
            "not a WAV": [b"", b"ID3" + bytes(100), b"RIFF" + bytes(40)],
            "no samples": [wav_bytes(b"", 1, 1, 16000, 16)],
            "neither PCM": [wav_bytes(bytes(100), 7, 1, 8000, 8), wav_bytes(bytes(80), 3, 1, 8000, 64)],
            "outside": [wav_bytes(bytes(100), 1, 1, 10, 16)],
            "can't be read": [wav_bytes(bytes(100), 1, 0, 16000, 16)],
        }
        for reason, contents in cases.items():
            for content in contents:
                with self.assertRaisesRegex(BadInput, reason):
                    read_wav(self.file("bad.wav", content))

    def test_a_missing_file_or_a_folder_is_refused(self):
        for path in (self.folder / "none.wav", self.folder):
            with self.assertRaisesRegex(BadInput, "can't be read"):
                read_wav(path)


class Resampling(InFolder):
    def test_a_tone_stays_the_same_tone(self):
        for rate in (8000, 11025, 22050, 44100, 48000, 15999):
            tone = array("h", (round(8000 * math.sin(2 * math.pi * 500 * n / rate)) for n in range(rate)))
            out = to_16k(tone, rate)
            self.assertEqual(len(out), 16000)
            worst = max(abs(out[n] - 8000 * math.sin(2 * math.pi * 500 * n / 16000)) for n in range(200, 15800))
            self.assertLess(worst, 40, rate)  # 46 dB below the tone

    def test_what_16_khz_cannot_hold_does_not_fold_back(self):
        tone = array("h", (round(8000 * math.sin(2 * math.pi * 12000 * n / 44100)) for n in range(44100)))
        self.assertLess(max(map(abs, to_16k(tone, 44100)[200:-200])), 100)
