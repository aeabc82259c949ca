"""Pronunciations of words that a dictionary lacks."""

import unittest
from pathlib import Path
from unittest import mock

from surelayer_runtime import arpabet, espeak
from surelayer_runtime.failures import Failed, Unavailable
from surelayer_runtime.pronounce import spoken

DICTIONARY = {"read": "R IY D", "read(2)": "R EH D", "well": "W EH L", "known": "N OW N", "cafe": "K AH F EY"}


class Pronouncing(unittest.TestCase):
    def test_a_dictionary_word_stays_one(self):
        self.assertEqual(spoken("Read", DICTIONARY.get), ("read", []))

    def test_parts_and_accents_come_from_the_dictionary(self):
        self.assertEqual(spoken("well-known", DICTIONARY.get).given, [("W EH L N OW N", "dictionary")])
        self.assertEqual(spoken("café", DICTIONARY.get).given, [("K AH F EY", "dictionary")])

    def test_names_come_from_espeak(self):
        self.assertEqual(spoken("Surelayer", DICTIONARY.get).given, [("SH UH R L EY ER", "espeak-ng")])

    def test_other_scripts_are_a_clear_failure(self):
        with self.assertRaisesRegex(Failed, "日本.*Latin"):
            spoken("日本", DICTIONARY.get)

    def test_an_unknown_phoneme_is_never_dropped(self):
        with self.assertRaisesRegex(Failed, "'ZZ'"):
            arpabet.to_arpabet(["k", "ZZ", "t"])

    def test_without_espeak_it_says_what_to_install(self):
        espeak._library.cache_clear()
        self.addCleanup(espeak._library.cache_clear)
        with mock.patch.object(espeak, "_places", return_value=[("libnothing-here.so", None)]):
            with self.assertRaisesRegex(Unavailable, "Surelayer.*espeakng-loader"):
                spoken("Surelayer", DICTIONARY.get)

    def test_every_letter_and_digit_has_a_pronunciation(self):
        for char in "abcdefghijklmnopqrstuvwxyz0123456789":
            self.assertTrue(arpabet.to_arpabet(espeak.phonemes_of(char)), char)


class Coverage(unittest.TestCase):
    def test_every_phoneme_of_3000_dictionary_words_is_mapped_near_to_the_dictionary(self):
        try:
            import pocketsphinx
        except ImportError as error:
            self.skipTest(str(error))
        lines = Path(pocketsphinx.get_model_path("en-us/cmudict-en-us.dict")).read_text("ascii").splitlines()
        entries = [line.split(maxsplit=1) for line in lines[::45] if "(" not in line]
        self.assertGreater(len(entries), 2500)
        same = sum(arpabet.to_arpabet(espeak.phonemes_of(word)) == phones for word, phones in entries)
        self.assertGreater(same / len(entries), 0.5)
