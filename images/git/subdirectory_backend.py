"""Build back end (PEP 517) of an archive of a whole repository whose Python project is in one of its folders.

Each hook calls the project's own back end in the project's folder. surelayer_subdirectory.json beside this file names the
folder, the back end and the path for its import. Standard library only; runs on Python 3.8 and newer.
"""

import importlib
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "surelayer_subdirectory.json"), encoding="utf-8") as settings:
    SETTINGS = json.load(settings)
FOLDER = os.path.join(HERE, SETTINGS["folder"])


def own_backend():
    os.chdir(FOLDER)
    for path in reversed(SETTINGS["path"]):
        place = os.path.normpath(os.path.join(FOLDER, path))
        if place not in sys.path:
            sys.path.insert(0, place)
    module, _, attributes = SETTINGS["backend"].partition(":")
    found = importlib.import_module(module)
    for name in filter(None, attributes.split(".")):
        found = getattr(found, name)
    return found


def __getattr__(name):
    """Has exactly the hooks of the project's own back end, because front ends check for them."""
    if name.startswith("__"):
        raise AttributeError(name)
    return getattr(own_backend(), name)
