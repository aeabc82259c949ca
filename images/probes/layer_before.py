"""Prints what has to be known of a container before packages run in it: layer_before.py '{"names", "purelib", "environment"}'.

Run with -I -S, so that no package's code runs. Standard library only; runs on Python 3.8 and newer.
"""

import json
import os
import sys
import sysconfig

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# Loads what the later look at the layer needs, so that `tools` has it.
import layer_contents  # noqa: E402, F401
from distribution_files import Places, distributions, fingerprint  # noqa: E402
from layer_changes import write_list  # noqa: E402
from layer_records import now  # noqa: E402


def tools():
    """Files and folders that our own programs need, so that who changes them could lie in our name."""
    files = {os.path.realpath(sys.executable), os.path.abspath(sys.executable)}
    with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as lines:
        files.update(line.split(None, 5)[5].strip() for line in lines if " /" in line)
    files.update(getattr(one, "__file__", None) or "" for one in list(sys.modules.values()))
    folders = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    folders.update(one for one in sys.path if one.startswith("/") and not one.startswith("/dev/"))
    real = Places().real
    return {
        "files": sorted({real(one) for one in files if one.startswith("/") and not one.startswith("/dev/")}),
        "folders": sorted({os.path.realpath(one) for one in folders}),
    }


def roots(environment):
    """Folders that an installer writes into, and nowhere else."""
    if environment:
        return [os.path.realpath(environment)]
    names = ("purelib", "platlib", "scripts", "data", "include", "platinclude")
    return sorted({os.path.realpath(sysconfig.get_path(one)) for one in names})


def sites(purelib, environment):
    """Folders that distributions are installed into."""
    return list(dict.fromkeys([purelib] if environment else [purelib, sysconfig.get_path("platlib")]))


def empty_environment(path):
    """{path: fingerprint} of the files of an environment that nothing has been installed into."""
    found = {}
    for folder, folders, names in os.walk(path or ""):
        for name in names + [one for one in folders if os.path.islink(os.path.join(folder, one))]:
            one = os.path.join(os.path.realpath(folder), name)
            found[one] = fingerprint(one)
    return found


def main(asked):
    environment = asked["environment"]
    own = sites(asked["purelib"], environment)
    real = Places().real
    files, folders = set(), set()
    for one in distributions(own):
        if one.name in asked["names"]:
            single, whole = one.installed_files()
            files.update(map(real, single))
            folders.update(map(real, whole))
    fresh = environment if asked["fresh"] else None
    return {
        **{"digest": write_list(asked["list"]), "at": now(), "tools": tools(), "roots": roots(environment), "sites": own},
        "replaced": {"files": sorted(files), "folders": sorted(folders)},
        "environment": empty_environment(fresh),
    }


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
