"""From a text to its words, and from a word to what is said."""

import unittest

from surelayer_runtime.numerals import readings_of_number
from surelayer_runtime.readings import MOST, readings_of
from surelayer_runtime.text import words_of


def said(written):
    return [" ".join(reading) for reading in readings_of(written)]


class Words(unittest.TestCase):
    def test_are_reported_as_written_without_punctuation(self):
        self.assertEqual(words_of("“Don’t,” said Ann — 50% of GPUs…"), ["Don’t", "said", "Ann", "50%", "of", "GPUs"])

    def test_dashes_divide_and_hyphens_join(self):
        self.assertEqual(words_of("well-known—yes–no -- two\u2011fold - end"), "well-known yes no two\u2011fold end".split())

    def test_symbols_that_are_said_stay(self):
        self.assertEqual(words_of("($5) C++ & C# at -3° … #1 * 🙂"), ["$5", "C++", "&", "C#", "at", "-3°", "#1"])

    def test_nothing_said_is_no_word(self):
        for text in ("", " \n\t", "…", "— - --", "🙂 ***", "\u200b"):
            self.assertEqual(words_of(text), [], repr(text))


class Readings(unittest.TestCase):
    def test_case_quotes_and_width_do_not_matter(self):
        self.assertEqual(said("Don’t"), ["don't"])
        self.assertEqual(said("ＨＥＬＬＯ")[0], "hello")

    def test_numbers_have_all_their_readings(self):
        self.assertIn("twenty twenty four", said("2024"))
        self.assertIn("two thousand twenty four", said("2024"))
        self.assertIn("nineteen oh five", said("1905"))
        self.assertIn("one hundred and twenty eight", said("128"))
        self.assertEqual(said("1,234,567")[0], "one million two hundred thirty four thousand five hundred sixty seven")
        self.assertEqual(said("3.14"), ["three point one four"])
        self.assertIn("oh oh seven", said("007"))
        self.assertEqual(said("0"), ["zero", "oh"])

    def test_what_goes_with_numbers(self):
        self.assertEqual(said("22nd"), ["twenty second"])
        self.assertIn("nineteen nineties", said("1990s"))
        self.assertEqual(said("$1"), ["one dollar"])
        self.assertEqual(said("€20"), ["twenty euros"])
        self.assertEqual(said("50%"), ["fifty percent"])
        self.assertEqual(said("-5"), ["minus five", "five"])

    def test_parts_of_a_word_are_said_in_order(self):
        self.assertEqual(said("well-known"), ["well known"])
        self.assertEqual(said("and/or"), ["and or"])
        self.assertIn("node dot j. s.", said("node.js"))
        self.assertIn("h two hundred", said("H200"))

    def test_abbreviations_may_be_spelled(self):
        self.assertEqual(said("SDK"), ["sdk", "s. d. k."])
        self.assertIn("g. p. u.'s", said("GPUs"))

    def test_long_part_numbers_do_not_explode(self):
        self.assertEqual(len(said("128-256-512-1024-2048")), MOST)

    def test_every_number_is_said_in_words_only(self):
        for number in [*range(0, 2100), 10**6, 10**15 - 1, 10**30]:
            for reading in readings_of_number(str(number)):
                self.assertTrue(reading and all(word.isalpha() for word in reading), (number, reading))
