"""Real alignments, end to end through a process of their own."""

from surelayer_runtime.chain import time_words
from surelayer_runtime.failures import BadInput
from surelayer_runtime.wav import read_wav

from .recordings import (
    LEMONS, LEMONS_WAV, RATE, WRITTEN, WRITTEN_WAV, InFolder, at_rate, lemons, silence, true_starts, wav_bytes, white_noise,
)  # fmt: skip


class Answers(InFolder):
    def timed(self, path, text=LEMONS):
        """Words of an answer; fails the test with the engines' reasons when there is none."""
        timings = time_words(path, text)
        self.assertEqual(timings.engine, "pocketsphinx", timings.tries)
        return timings

    def starts_near(self, words, offset=0.0, most=0.08):
        for word, start in zip(words, true_starts()):
            self.assertAlmostEqual(word.start, start + offset, delta=most, msg=word.word)

    def test_every_word_near_its_true_start(self):
        # This sentence comes back empty, without an error, from pocketsphinx's own settings.
        timings = self.timed(LEMONS_WAV)
        self.assertEqual([word.word for word in timings.words], LEMONS.split())
        self.starts_near(timings.words)
        self.assertEqual(timings.pronunciations, [])

    def test_the_same_audio_gives_the_same_times(self):
        self.assertEqual(self.timed(LEMONS_WAV).words, self.timed(LEMONS_WAV).words)

    def test_words_come_back_as_written_and_what_was_made_up_is_said(self):
        timings = self.timed(WRITTEN_WAV, WRITTEN)
        expected = ["Surelayer", "times", "50%", "of", "RunPod’s", "H200", "jobs", "it", "doesn't", "guess"]
        self.assertEqual([word.word for word in timings.words], expected)
        made = {entry.word: (entry.phones, entry.source) for entry in timings.pronunciations}
        self.assertEqual(made["Surelayer"], ("SH UH R L EY ER", "espeak-ng"))
        self.assertEqual(made["50%"], ("F IH F T IY P ER S EH N T", "dictionary"))
        self.assertEqual(made["H200"][0], "EY CH T UW HH AH N D R AH D")
        self.assertEqual(set(made), {"Surelayer", "50%", "RunPod’s", "H200"})

    def test_any_rate_and_channels(self):
        self.starts_near(self.timed(self.wav(at_rate(lemons(), 44100), 44100)).words)
        # At a telephone's 8 kHz, no s of "lemons" is left before the m of "makes".
        self.starts_near(self.timed(self.wav(at_rate(lemons(), 8000), 8000)).words, most=0.2)
        interleaved = b"".join(bytes(2) + sample.to_bytes(2, "little", signed=True) for sample in lemons())
        self.starts_near(self.timed(self.file("stereo.wav", wav_bytes(interleaved, 1, 2, RATE, 16))).words)

    def test_long_digital_silence_is_stepped_over(self):
        path = self.wav(silence(2) + lemons() + silence(3) + lemons() + silence(1.5))
        timings = self.timed(path, f"{LEMONS}. {LEMONS}.")
        count = len(LEMONS.split())
        self.starts_near(timings.words[:count], 2)
        self.starts_near(timings.words[count:], 5 + len(lemons()) / RATE)

    def test_quiet_offset_and_noisy_speech(self):
        quiet = [sample // 20 for sample in lemons()]
        offset = [max(-32768, min(32767, sample // 2 + 6000)) for sample in lemons()]
        noisy = [sample // 2 + noise for sample, noise in zip(lemons(), white_noise(4, 200))]
        for samples in (quiet, offset, noisy):
            self.starts_near(self.timed(self.wav(samples)).words)


class Refusals(InFolder):
    def refused(self, path, text, reason):
        timings = time_words(path, text)
        self.assertIsNone(timings.engine, timings.words)
        self.assertEqual(timings.words, [])
        self.assertEqual([tried.status for tried in timings.tries], ["failed"])
        self.assertRegex(timings.tries[0].reason, reason)

    def test_silence(self):
        self.refused(self.wav(silence(3)), LEMONS, "silence")
        self.refused(self.wav(white_noise(3, 5)), "hello", "silence")
        self.refused(self.wav([6000] * 3 * RATE), "hello", "silence")  # a constant isn't loud

    def test_noise_even_for_a_single_word(self):
        path = self.wav(white_noise(3, 3000))
        for text in ("hello", "a", "no", LEMONS):
            self.refused(path, text, "fit|within the words")

    def test_another_text(self):
        self.refused(LEMONS_WAV, "we need some other words for this wave file", "fit|within the words")
        self.refused(LEMONS_WAV, "hello", "fit|within the words")
        # As long as the spoken text, so that only the sounds differ.
        self.refused(LEMONS_WAV, "the box was thrown beside the parked truck", "too badly")

    def test_a_text_of_another_length(self):
        self.refused(LEMONS_WAV, " ".join([LEMONS] * 4), "fit")
        half = self.wav(lemons()[: len(lemons()) // 2])
        self.refused(half, LEMONS, "fit")
        self.refused(self.wav(lemons()[:200]), LEMONS, "fit|silence")

    def test_a_word_that_nobody_can_pronounce_is_named(self):
        self.refused(LEMONS_WAV, LEMONS + " 日本", "日本")


class BadAudioOrText(InFolder):
    def test_is_refused_before_any_engine_is_asked(self):
        cut = self.file("cut.wav", LEMONS_WAV.read_bytes()[:-1000])
        for path, text, reason in ((cut, LEMONS, "cut short"), (LEMONS_WAV, "… —", "no words"), (self.folder, "a", "read")):
            with self.assertRaisesRegex(BadInput, reason):
                time_words(path, text)

    def test_duration_is_the_sources(self):
        self.assertEqual(time_words(LEMONS_WAV, LEMONS).duration, read_wav(LEMONS_WAV).duration)
