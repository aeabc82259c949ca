"""Downloads files into a folder while something else is installed, and checks their hashes.

Usage: prefetch.py FOLDER LIST. LIST is a JSON file: [{"url", "name", "sha256"}, …]. A complete file becomes
FOLDER/SHA256/NAME. Prints {"files": …, "bytes": …, "failed": […]} at the end, with the reason for each file that it couldn't
download.
"""

import hashlib
import http.client
import json
import os
import queue
import sys
import threading
import urllib.error
import urllib.request

THREADS = 4
CHUNK_BYTES = 256 * 1024
SILENCE_S = 30
TRIES = 3


def continue_download(one, path):
    """Downloads the rest of a file to `path`. A server without ranges sends the whole file again."""
    have = os.path.getsize(path) if os.path.exists(path) else 0
    request = urllib.request.Request(one["url"], headers={"User-Agent": "surelayer", "Accept-Encoding": "identity"})
    if have:
        request.add_header("Range", "bytes=%d-" % have)
    with urllib.request.urlopen(request, timeout=SILENCE_S) as answer:
        with open(path, "ab" if have and answer.status == 206 else "wb") as file:
            for chunk in iter(lambda: answer.read(CHUNK_BYTES), b""):
                file.write(chunk)


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for chunk in iter(lambda: file.read(CHUNK_BYTES), b""):
            digest.update(chunk)
    return digest.hexdigest()


def fetch(one, folder):
    """Downloads one file. Returns its bytes, and why the download failed."""
    place = os.path.join(folder, one["sha256"])
    path, part = os.path.join(place, one["name"]), os.path.join(folder, one["sha256"] + ".part")
    if os.path.exists(path):
        return os.path.getsize(path), None
    why = "Hash mismatch for %s: another file than the lock's" % one["name"]
    for _ in range(TRIES):
        try:
            continue_download(one, part)
        except (OSError, ValueError, http.client.HTTPException) as error:
            why = "Failed to download %s: %s: %s" % (one["url"], type(error).__name__, error)
            continue
        if sha256_of(part) == one["sha256"]:
            os.makedirs(place, exist_ok=True)
            os.rename(part, path)
            return os.path.getsize(path), None
        if os.path.exists(part):
            os.remove(part)
    if os.path.exists(part):
        os.remove(part)
    return 0, why


def main(folder, wanted):
    waiting = queue.Queue()
    for one in wanted:
        waiting.put(one)
    fetched = []

    def work():
        while True:
            try:
                one = waiting.get_nowait()
            except queue.Empty:
                return
            fetched.append(fetch(one, folder))

    threads = [threading.Thread(target=work, daemon=True) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = [size for size, why in fetched if why is None]
    failed = [why for _, why in fetched if why is not None]
    json.dump({"files": len(whole), "bytes": sum(whole), "failed": failed}, sys.stdout)


with open(sys.argv[2]) as listed:
    main(sys.argv[1], json.load(listed))
