"""RunPod worker: takes a recording and its text, returns the times of the words."""

from pathlib import Path

import runpod
from surelayer_runtime.handler import timings

APP_DIR = Path(__file__).resolve().parent


def handler(job):
    """`{"input": {"text", "audio_base64" | "audio_path"}}` → `{"engine", "words"}` or `{"error"}`."""
    return timings(job, APP_DIR)


if __name__ == "__main__":
    runpod.serverless.start({"handler": handler})
