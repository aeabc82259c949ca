"""Which files Debian packages bring. Standard library only; runs on Python 3.8 and newer."""

import glob

LISTS = "/var/lib/dpkg/info/*.list"
DIVERSIONS = "/var/lib/dpkg/diversions"
# With merged folders, /bin is a link to /usr/bin, and packages name the one or the other.
MERGED = "/usr"


class DebianFiles:
    """Reads dpkg's lists when the first path is asked for."""

    def __init__(self):
        self.paths = None

    def brings(self, path):
        if self.paths is None:
            self.paths = set()
            for name in glob.glob(LISTS) + glob.glob(DIVERSIONS):
                with open(name, encoding="utf-8", errors="surrogateescape") as lines:
                    self.paths.update(line.rstrip("\n") for line in lines)
        return path in self.paths or (path.startswith(MERGED) and path[len(MERGED) :] in self.paths)
