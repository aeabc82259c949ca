"""Writes the small files and links that this container has added or changed as a tar archive: small_files.py MARKER NAMES BYTES.

Leaves out files of the distributions in the JSON list NAMES (normalised): they came in wheels whose hashes are known. Larger files
than BYTES are left out, too. MARKER is as for layer_size.py. Standard library only; runs on Python 3.8 and newer.
"""

import json
import os
import re
import stat
import sys
import tarfile
from importlib import metadata

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from changed_file import source_of  # noqa: E402
from layer_size import changed_files, mount_points  # noqa: E402


def files_of(names):
    """Absolute paths of all files of these distributions."""
    found = set()
    for one in metadata.distributions():
        if re.sub(r"[-_.]+", "-", one.metadata["Name"] or "").lower() in names:
            found.update(os.path.normpath(str(one.locate_file(path))) for path in one.files or [])
    return found


def main(marker, names, most):
    known = files_of(set(json.loads(names)))
    since = os.stat(marker).st_ctime_ns
    with tarfile.open(fileobj=sys.stdout.buffer, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        for path, status in changed_files("/", since, mount_points()):
            is_small = stat.S_ISREG(status.st_mode) and status.st_size <= most
            if not (is_small or stat.S_ISLNK(status.st_mode)) or path in known or source_of(path) in known:
                continue
            try:
                archive.add(path, recursive=False)
            except OSError:
                continue


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
