"""Removes uv's notes about distributions from local files: they have the time stamp of a temporary folder.

Usage: forget_local_files.py NAME... Leaves the same files as an install from the index.
"""

import os
import re
import sys
from importlib import metadata

NOTE = "uv_cache.json"


def normalised(name):
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", name or "").lower()


def forget(dist):
    note = next((one for one in dist.files or [] if one.name == NOTE and one.parent.name.endswith(".dist-info")), None)
    if note is None:
        return
    path = str(dist.locate_file(note))
    record = os.path.join(os.path.dirname(path), "RECORD")
    with open(record, newline="") as file:
        lines = [line for line in file if not line.startswith(str(note) + ",")]
    with open(record, "w", newline="") as file:
        file.writelines(lines)
    if os.path.exists(path):
        os.remove(path)


wanted = {normalised(name) for name in sys.argv[1:]}
for one in list(metadata.distributions()):
    if normalised(one.metadata["Name"]) in wanted:
        forget(one)
