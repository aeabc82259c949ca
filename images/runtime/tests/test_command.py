"""The command line: one JSON document, exit status, never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

from .recordings import LEMONS, LEMONS_WAV, InFolder, white_noise

RUNTIME = Path(__file__).resolve().parent.parent


class Command(InFolder):
    def run_it(self, *arguments):
        """Exit status, standard output and standard error, in a container's bare environment."""
        places = os.pathsep.join(filter(None, [str(RUNTIME), os.environ.get("PYTHONPATH")]))
        env = {"PATH": os.defpath, "PYTHONPATH": places, "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C"}
        command = [sys.executable, "-m", "surelayer_runtime", *map(str, arguments)]
        done = subprocess.run(command, env=env, cwd=self.folder, capture_output=True, text=True, timeout=120)
        self.assertNotIn("Traceback", done.stderr)
        return done.returncode, done.stdout, done.stderr

    def on(self, audio, text):
        return self.run_it("--audio", audio, "--text", self.file("text.txt", text.encode()))

    def test_prints_one_document(self):
        status, out, _ = self.on(LEMONS_WAV, "\ufeffThe juice of lemons makes “fine” punch.\n")
        self.assertEqual(status, 0)
        document = json.loads(out)
        keys = ["schema", "engine", "duration_s", "words", "pronunciations", "tries", "module"]
        self.assertEqual(list(document), keys)
        self.assertEqual(document["schema"], 1)
        self.assertEqual(document["module"], str(RUNTIME / "surelayer_runtime"))
        self.assertEqual(set(document["words"][0]), {"word", "start", "end", "confidence"})
        self.assertEqual(set(document["tries"][0]), {"engine", "status", "reason", "seconds"})
        self.assertTrue(0 < document["words"][0]["confidence"] < 1)

    def test_no_answer_is_status_1_with_the_reasons(self):
        status, out, err = self.on(self.wav(white_noise(2, 3000)), LEMONS)
        self.assertEqual(status, 1)
        document = json.loads(out)
        self.assertEqual((document["engine"], document["words"]), (None, []))
        self.assertIn(document["tries"][0]["reason"], err)

    def test_bad_usage_is_status_2_with_nothing_on_standard_output(self):
        junk = self.file("junk.wav", b"hello, I am no audio")
        latin = self.file("latin.txt", "café".encode("latin-1"))
        text = self.file("good.txt", LEMONS.encode())
        for arguments in (
            ["--audio", "none.wav", "--text", text],
            ["--audio", LEMONS_WAV, "--text", "none.txt"],
            ["--audio", LEMONS_WAV, "--text", latin],
            ["--audio", LEMONS_WAV, "--text", self.file("empty.txt", b"")],
            ["--audio", junk, "--text", text],
            ["--audio", LEMONS_WAV],
            [],
        ):
            status, out, err = self.run_it(*arguments)
            self.assertEqual((status, out), (2, ""), arguments)
            self.assertIn("surelayer_runtime", err)
