"""Causes every failure of the corpus for real and writes the excerpts, a folder for each group.

`run.py HOME CORPUS [GROUP…]`: HOME takes virtual environments and scratch folders; CORPUS is test/corpus/failures.
Needs root, gcc, openssl, dpkg-deb, a Docker engine with surelayer-base:bookworm, and cgroup v1.
"""

import concurrent.futures
import importlib
import json
import pathlib
import shutil
import sys

from faulty_index import FaultyIndex
from files import FILES, REQUIRES_PYTHON
from tools import Tools

GROUPS = ["index", "network", "build", "resource", "import", "apt", "container", "engine", "wheel"]


def main(home, corpus, *groups):
    tools = Tools(home)
    index = FaultyIndex(FILES, requires_python=REQUIRES_PYTHON)
    for group in groups or GROUPS:
        module = importlib.import_module(f"{group}_cases")
        folder = pathlib.Path(corpus) / group
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            pending = [pool.submit(one) for one in module.cases(tools, index)]
            entries = [keep(future.result(), folder) for future in pending]
        (folder / "index.json").write_text(json.dumps(entries, indent=2) + "\n")


def keep(excerpt, folder):
    """Writes the text to a file of its own; answers what the group's index says of it."""
    file = f"{excerpt.name}.txt"
    (folder / file).write_text(excerpt.output)
    print(f"{folder.name}/{file:44} {excerpt.expected:4} exit {excerpt.exit_code}", flush=True)
    return {
        "file": f"{folder.name}/{file}",
        "tool": excerpt.tool.rstrip("0123456789"),
        "version": excerpt.version,
        "cause": excerpt.cause,
        "exitCode": excerpt.exit_code,
        "oomKills": excerpt.oom_kills,
        "expected": excerpt.expected,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
