"""Tests of the word-timing chain: `python -m unittest discover -s images/runtime/tests -t images/runtime`."""
