"""The RunPod handler: words out, or an error that says what to change."""

import base64
import os

from surelayer_runtime import handler
from surelayer_runtime.handler import timings

from .recordings import LEMONS, LEMONS_WAV, InFolder, silence


class Handler(InFolder):
    def setUp(self):
        super().setUp()
        self.app = self.folder / "app"
        self.app.mkdir()
        (self.app / "lemons.wav").write_bytes(LEMONS_WAV.read_bytes())

    def job(self, **given):
        return timings({"id": "1", "input": given}, self.app)

    def test_audio_in_the_job(self):
        encoded = base64.encodebytes(LEMONS_WAV.read_bytes()).decode()
        result = self.job(audio_base64=encoded, text=LEMONS)
        self.assertEqual(result["engine"], "pocketsphinx")
        self.assertEqual([word["word"] for word in result["words"]], LEMONS.split())

    def test_audio_in_the_image(self):
        self.assertEqual(len(self.job(audio_path="lemons.wav", text=LEMONS)["words"]), 7)

    def test_paths_out_of_the_app_are_refused(self):
        (self.folder / "secret.wav").write_bytes(LEMONS_WAV.read_bytes())
        os.symlink(self.folder / "secret.wav", self.app / "link.wav")
        for path in ("../secret.wav", str(self.folder / "secret.wav"), "link.wav", "a/../../secret.wav", "a\0b"):
            self.assertIn("inside the app directory", self.job(audio_path=path, text=LEMONS)["error"], path)

    def test_bad_input_says_what_to_change(self):
        good = base64.b64encode(LEMONS_WAV.read_bytes()).decode()
        for given, reason in (
            ({"audio_path": "lemons.wav"}, '"text"'),
            ({"audio_path": "lemons.wav", "text": 5}, '"text"'),
            ({"audio_path": "lemons.wav", "text": "…"}, "no words"),
            ({"text": LEMONS}, "audio_base64"),
            ({"text": LEMONS, "audio_base64": good, "audio_path": "lemons.wav"}, "either"),
            ({"text": LEMONS, "audio_base64": "&&&"}, "base64"),
            ({"text": LEMONS, "audio_base64": "é"}, "base64"),
            ({"text": LEMONS, "audio_base64": base64.b64encode(b"no wav").decode()}, "not a WAV"),
            ({"text": LEMONS, "audio_base64": None}, "audio_base64"),
            ({"text": LEMONS, "audio_path": "none.wav"}, "can't be read"),
        ):
            result = self.job(**given)
            self.assertEqual(list(result), ["error"], given)
            self.assertIn(reason, result["error"])
            self.assertNotIn(str(self.folder), result["error"])
        for job in (None, {}, {"input": None}, {"input": "text"}):
            self.assertIn("input", timings(job, self.app)["error"])

    def test_too_much_audio_is_refused_before_it_is_decoded(self):
        encoded = "A" * (handler.MOST_BYTES * 4 // 3 + 8)
        self.assertIn("MiB", self.job(audio_base64=encoded, text=LEMONS)["error"])

    def test_no_answer_is_an_error_with_the_reason(self):
        self.wav(silence(1)).rename(self.app / "silence.wav")
        self.assertRegex(self.job(audio_path="silence.wav", text=LEMONS)["error"], "pocketsphinx failed: .*silence")
