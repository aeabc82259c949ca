"""Removes files, and folders that become empty. Never follows a symbolic link. Standard library only; Python 3.8 and newer."""

import os

BLOCK = 512


class Found:
    """A file that a strategy would remove."""

    def __init__(self, path, status, own):
        self.path = path
        self.status = status
        self.own = own


def bytes_of(found):
    """Allocated bytes that removing these files frees. A file with another name elsewhere frees nothing."""
    names, sizes = {}, {}
    for one in found:
        key = (one.status.st_dev, one.status.st_ino)
        names[key] = names.get(key, 0) + 1
        sizes[key] = one.status.st_blocks * BLOCK if names[key] >= one.status.st_nlink else 0
    return sum(sizes.values())


def open_folder(path):
    """Opens a folder part by part, so that no part can be a symbolic link."""
    handle = os.open("/", os.O_RDONLY | os.O_DIRECTORY)
    for part in path.strip("/").split("/"):
        try:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=handle)
        finally:
            os.close(handle)
        handle = inner
    return handle


def remove(one):
    """Removes a file, unless another file has taken its place."""
    handle = open_folder(os.path.dirname(one.path))
    try:
        name = os.path.basename(one.path)
        now = os.stat(name, dir_fd=handle, follow_symlinks=False)
        # Removing another name of the same file changes its ctime, too.
        same = now.st_ctime_ns == one.status.st_ctime_ns or now.st_nlink < one.status.st_nlink
        if same and now.st_ino == one.status.st_ino:
            os.unlink(name, dir_fd=handle)
    finally:
        os.close(handle)


def remove_emptied(folders, files):
    """Removes folders that became empty, the innermost first. A folder of the base that was empty before stays."""
    touched = set()
    for one in files:
        path = os.path.dirname(one.path)
        while path not in touched and path != "/":
            touched.add(path)
            path = os.path.dirname(path)
    for path in folders:
        if path in touched:
            try:
                handle = open_folder(os.path.dirname(path))
            except OSError:
                continue
            try:
                os.rmdir(os.path.basename(path), dir_fd=handle)
            except OSError:
                pass
            finally:
                os.close(handle)
