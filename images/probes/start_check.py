"""Says whether an image's command can start: `start_check.py WORKDIR [PROGRAM [PATH …]]`, with the image's own PATH.

Prints {"program": whether PROGRAM is found, "meant": the most similar name in PATH or null, "path": the folders of PATH,
"missing": which of the paths aren't there, "blocked": what stands where WORKDIR needs a folder, or null} as one JSON document.
"""

import difflib
import json
import os
import shutil
import sys


def programs():
    """Names in the folders of PATH."""
    for folder in os.get_exec_path():
        try:
            yield from os.listdir(folder)
        except OSError:
            continue


def blocked(workdir):
    """The first part of the path that is something else than a folder; an engine can't make the working folder there."""
    path = "/"
    for part in workdir.split("/"):
        path = os.path.join(path, part)
        if os.path.lexists(path) and not os.path.isdir(path):
            return path
    return None


def main(workdir, program="", *paths):
    # An engine makes a missing working folder when the container starts.
    if os.path.isdir(workdir):
        os.chdir(workdir)
    found = shutil.which(program) is not None
    meant = None if found or "/" in program else difflib.get_close_matches(program, sorted(set(programs())), 1)
    answer = {
        "program": found,
        "meant": meant[0] if meant else None,
        "path": os.get_exec_path(),
        "blocked": blocked(workdir),
        "missing": [path for path in paths if not os.path.lexists(path)],
    }
    json.dump(answer, sys.stdout)


main(*sys.argv[1:])
