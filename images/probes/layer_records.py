"""Says what the RECORDs of installed distributions are: layer_records.py '{"names", "sites", "compare"}'.

With `compare`, also compares all files with them. Prints JSON. Run with -I -S, so that no package's code runs. Standard library only; runs on Python 3.8 and newer.
"""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from distribution_files import distributions, wrong_digests  # noqa: E402


def now():
    """By the clock that the kernel writes into files, in nanoseconds. As text: JavaScript has no such integers."""
    with tempfile.TemporaryFile() as file:
        return str(os.fstat(file.fileno()).st_ctime_ns)


def compare(found):
    """Paths whose file isn't what a RECORD says."""
    rows = [row for one in found for row in one.rows() if row[2]]
    return sorted({rows[at][0] for at in wrong_digests(rows)})


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    found = [one for one in distributions(asked["sites"]) if one.name in asked["names"]]
    wrong = compare(found) if asked["compare"] else []
    print(json.dumps({"records": [one.described() for one in found], "wrong": wrong}))
