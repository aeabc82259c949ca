"""What a path of a container is, for the programs that look at a layer. Standard library only; runs on Python 3.8 and newer."""

import os
import re
import stat

COMPILED = re.compile(r"/__pycache__/([^/]+?)\.[^./]+(?:\.opt-[12])?\.pyc$")
ANY_EXECUTE = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH


def source_of(path):
    """Path of the source of a file of bytecode; None for any other file."""
    if not path.endswith(".pyc"):
        return None
    source = COMPILED.sub(r"/\1.py", path)
    return None if source == path else source


def kind_of(mode):
    if stat.S_ISREG(mode):
        return "file"
    return "link" if stat.S_ISLNK(mode) else "folder" if stat.S_ISDIR(mode) else "other"


def special_bits(path, mode):
    """Rights that a program gets from its file alone."""
    if not stat.S_ISREG(mode) or not mode & ANY_EXECUTE:
        return []
    found = [name for name, bit in (("setuid", stat.S_ISUID), ("setgid", stat.S_ISGID)) if mode & bit]
    try:
        os.getxattr(path, "security.capability")
        found.append("capability")
    except OSError:
        pass
    return found


def status_of(path):
    try:
        return os.lstat(path)
    except OSError:
        return None


def under(path, folders):
    return any(path == one or path.startswith(one + "/") for one in folders)
