"""Engines whose package is in an isolated environment of the image run with that environment's Python."""

import os
import sys
import sysconfig
import venv
from pathlib import Path
from unittest import mock

from surelayer_runtime.chain import time_words
from surelayer_runtime.engines import ENGINES, Engine
from surelayer_runtime.environments import python_for

from .recordings import LEMONS, LEMONS_WAV, InFolder

# Works only where it sees its own environment's packages and none from elsewhere.
ALIGNER = """
import sys
from importlib.util import find_spec
from surelayer_runtime.answer import Answer, Word
def align(audio, words):
    import numbers_of_its_own
    assert numbers_of_its_own.version == "theirs"
    assert find_spec("tests") is None, sys.path  # the working directory's
    return Answer([Word(w, i * 0.1, i * 0.1 + 0.05, None) for i, w in enumerate(words)], [])
"""


class Environments(InFolder):
    def setUp(self):
        super().setUp()
        self.variables = mock.patch.dict(os.environ)
        self.variables.start()
        self.addCleanup(self.variables.stop)

    def environment(self, phase, files):
        """A virtual environment as an image has it, with these modules."""
        path = self.folder / phase
        venv.create(path, with_pip=False, symlinks=True)
        places = path / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages"
        for name, text in files.items():
            (places / name).write_text(text, encoding="utf-8")
        os.environ["SURELAYER_ENV_" + phase.upper().replace("-", "_")] = str(path)
        return str(path / "bin" / "python")

    def test_the_chain_runs_an_engine_where_its_package_is(self):
        # The environment can't see the packages of this Python.
        here = self.folder / "of-this-one"
        here.mkdir()
        (here / "numbers_of_its_own.py").write_text("version = 'ours'\n", encoding="utf-8")
        os.environ["PYTHONPATH"] = str(here)
        self.environment("empty", {})
        files = {"rude_aligner.py": ALIGNER, "numbers_of_its_own.py": "version = 'theirs'\n"}
        self.environment("word-times", files)
        engine = Engine("aligner", "rude_aligner", 20.0, 0.0, "rude_aligner")

        timings = time_words(LEMONS_WAV, LEMONS, [engine])

        self.assertEqual((timings.engine, len(timings.words)), ("aligner", 7), timings.tries)

    def test_an_engine_whose_package_is_nowhere_is_unavailable_and_the_next_one_answers(self):
        self.environment("word-times", {})
        engine = Engine("aligner", "rude_aligner", 20.0, 0.0, "rude_aligner")

        timings = time_words(LEMONS_WAV, LEMONS, [engine, *ENGINES])

        self.assertEqual([tried.status for tried in timings.tries], ["unavailable", "answered"])
        self.assertIn("rude_aligner", timings.tries[0].reason)

    def test_this_python_comes_first_then_the_environments_by_name(self):
        second = self.environment("b", {"only_there.py": "", "json.py": ""})
        first = self.environment("a", {"only_there.py": ""})
        self.assertEqual(python_for("json"), sys.executable)
        self.assertEqual(python_for("only_there"), first)
        os.environ.pop("SURELAYER_ENV_A")
        self.assertEqual(python_for("only_there"), second)

    def test_an_environment_that_is_gone_or_broken_is_passed_over(self):
        broken = Path(self.environment("a", {"only_there.py": ""}))
        broken.unlink()
        broken.write_text("#!/no/such/program\n", encoding="utf-8")
        broken.chmod(0o755)
        os.environ["SURELAYER_ENV_B"] = str(self.folder / "nothing-here")
        good = self.environment("c", {"only_there.py": ""})
        self.assertEqual(python_for("only_there"), good)
