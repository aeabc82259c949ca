"""Engines that crash, hang, print garbage or give wrong answers: each is a failed try, and the chain goes on."""

import os
from unittest import mock

from surelayer_runtime.chain import time_words
from surelayer_runtime.engines import ENGINES, Engine

from .recordings import LEMONS, LEMONS_WAV, InFolder

GOOD = """
from surelayer_runtime.answer import Answer, Word
def align(audio, words):
    return Answer([Word(w, i * 0.1, i * 0.1 + 0.05, None) for i, w in enumerate(words)], [])
"""
RUDE = {
    "aborts": ("def align(audio, words):\n    import os; os.abort()", "failed", "SIGABRT"),
    "segfaults": ("import ctypes\ndef align(audio, words): ctypes.string_at(0)", "failed", "SIGSEGV"),
    "exits": ("import os\ndef align(audio, words): os._exit(7)", "failed", "exit code 7"),
    "raises": ("def align(audio, words): raise RuntimeError('cuDNN is unhappy')", "failed", "exit code 1.*cuDNN is unhappy"),
    "silent": ("import os\ndef align(audio, words): os._exit(0)", "failed", "garbled"),
    "hangs": ("import time\ndef align(audio, words): time.sleep(600)", "failed", "within 1 s"),
    "missing": ("import no_such_package_at_all", "unavailable", "no_such_package_at_all"),
    "fewer": (GOOD + "good = align\ndef align(a, w): return good(a, w[1:])", "failed", "6 words, the text has 7"),
    "none": (GOOD + "def align(a, w): return Answer([], [])", "failed", "no words"),
    "other": (GOOD + "good = align\ndef align(a, w): return good(a, ['x'] * len(w))", "failed", "'x' where the text has 'the'"),
    "backwards": (GOOD + "def align(a, w): return Answer([Word(x, 1 - i / 10, 1.05 - i / 10, None)"
                  " for i, x in enumerate(w)], [])", "failed", "doesn't fit"),
    "empty": (GOOD + "def align(a, w): return Answer([Word(x, 0.0, 0.0, None) for x in w], [])", "failed", "doesn't fit"),
    "late": (GOOD + "def align(a, w): return Answer([Word(x, i * 1.0, i + 0.9, None)"
             " for i, x in enumerate(w)], [])", "failed", "s of audio"),
    "nan": (GOOD + "def align(a, w): return Answer([Word(x, float('nan'), 1.0, None) for x in w], [])", "failed", "finite"),
}  # fmt: skip
CHATTY = GOOD + "import os\nprint('loading model')\nos.write(1, b'C library says hi')\n"


class Isolation(InFolder):
    def setUp(self):
        super().setUp()
        places = os.pathsep.join(filter(None, [str(self.folder), os.environ.get("PYTHONPATH")]))
        path = mock.patch.dict(os.environ, {"PYTHONPATH": places})
        path.start()
        self.addCleanup(path.stop)

    def engine(self, name, source):
        """An engine of this source, with one second to answer when it is the one that hangs."""
        self.file(f"rude_{name}.py", source.encode())
        return Engine(name, f"rude_{name}", 1.0 if name == "hangs" else 20.0, 0.0)

    def test_every_kind_of_rudeness_is_told_and_the_next_engine_answers(self):
        engines = [self.engine(name, source) for name, (source, _, _) in RUDE.items()]
        timings = time_words(LEMONS_WAV, LEMONS, [*engines, *ENGINES])
        self.assertEqual(timings.engine, "pocketsphinx")
        self.assertEqual(len(timings.words), 7)
        self.assertEqual([tried.engine for tried in timings.tries], [*RUDE, "pocketsphinx"])
        for tried, (_, status, reason) in zip(timings.tries, RUDE.values()):
            self.assertEqual(tried.status, status, tried)
            self.assertRegex(tried.reason, reason)

    def test_what_an_engine_prints_is_no_part_of_its_answer(self):
        timings = time_words(LEMONS_WAV, LEMONS, [self.engine("chatty", CHATTY)])
        self.assertEqual((timings.engine, len(timings.words)), ("chatty", 7))

    def test_the_first_usable_answer_ends_the_chain(self):
        timings = time_words(LEMONS_WAV, LEMONS, [self.engine("good", GOOD), *ENGINES])
        self.assertEqual([tried.engine for tried in timings.tries], ["good"])
