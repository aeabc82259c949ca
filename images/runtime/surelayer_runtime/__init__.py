"""Word timings for a known text: when each word of a recording is said.

The chain (`chain.time_words`) asks its engines in order, each in a process of
its own, and stops at the first usable answer. Surelayer's smoke test runs
`python -m surelayer_runtime` in an image; `handler.timings` does the same
for RunPod's SDK. Times are seconds from the start of the audio.
"""

SCHEMA = 1
"""Version of the JSON document that the command line prints."""
