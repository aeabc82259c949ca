"""What installed distributions say about their files. Standard library only; runs on Python 3.8 and newer.

Nothing of a package is imported, so that this can be believed of packages that aren't trusted: see layer_contents.py.
"""

import base64
import csv
import hashlib
import os
import re
import stat
import sys

PIECE = 1024 * 1024


def normalised(name):
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", name or "").lower()


class Places:
    """Paths without symbolic links in their folders, as an engine lists them. Looks at each folder once."""

    def __init__(self):
        self.folders = {}

    def real(self, path):
        folder, name = os.path.split(os.path.normpath(path))
        if folder not in self.folders:
            self.folders[folder] = os.path.realpath(folder)
        return os.path.join(self.folders[folder], name)


class Distribution:
    """A folder `name-version.dist-info`, or the older `.egg-info`, in a folder of packages."""

    def __init__(self, site, entry):
        self.site, self.folder = site, os.path.join(site, entry)
        name, _, rest = re.sub(r"\.(dist|egg)-info$", "", entry).partition("-")
        self.name, self.version = normalised(name), rest.split("-")[0]
        self.record = os.path.join(self.folder, "RECORD")

    def rows(self):
        """(path, algorithm, digest) for each entry of RECORD; none without a RECORD."""
        try:
            with open(self.record, encoding="utf-8", errors="surrogateescape", newline="") as file:
                for row in csv.reader(file):
                    if row and row[0]:
                        algorithm, _, digest = (row[1] if len(row) > 1 else "").partition("=")
                        yield os.path.normpath(os.path.join(self.site, row[0])), algorithm, digest
        except (OSError, csv.Error):
            return

    def record_digest(self):
        """Of RECORD itself, which nothing else has a hash of; None where it can't be read."""
        try:
            with open(self.record, "rb") as file:
                return hashlib.sha256(file.read()).hexdigest()
        except OSError:
            return None

    def described(self):
        """For what installed it: folder, name, version and the digest of RECORD."""
        return {"folder": self.folder, "name": self.name, "version": self.version, "digest": self.record_digest()}

    def installed_files(self):
        """Files and whole folders of a distribution, also of one that was installed before there were RECORDs."""
        rows = [path for path, _, _ in self.rows()]
        if rows:
            return rows, [self.folder]
        lines = self._lines("installed-files.txt")
        tops = [os.path.join(self.site, name) for name in self._lines("top_level.txt")]
        files = [os.path.normpath(os.path.join(self.folder, line)) for line in lines]
        return files + [top + ".py" for top in tops], [self.folder] + tops

    def _lines(self, name):
        try:
            with open(os.path.join(self.folder, name), encoding="utf-8", errors="surrogateescape") as file:
                return [line.strip() for line in file if line.strip()]
        except OSError:
            return []


def distributions(sites):
    """All distributions in these folders."""
    found = []
    for site in dict.fromkeys(sites):
        try:
            entries = sorted(os.listdir(site))
        except OSError:
            continue
        found.extend(Distribution(site, one) for one in entries if one.endswith((".dist-info", ".egg-info")))
    return found


def has_digest(path, algorithm, digest):
    """Whether a regular file has this hash. A symbolic link has none."""
    try:
        # A pipe must not be waited for.
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return False
        found = hashlib.new(algorithm)
        piece = os.read(file, PIECE)
        while piece:
            found.update(piece)
            piece = os.read(file, PIECE)
    except (OSError, ValueError):
        return False
    finally:
        os.close(file)
    return base64.urlsafe_b64encode(found.digest()).rstrip(b"=").decode() == digest.rstrip("=")


def wrong_digests(rows):
    """Numbers of the rows (path, algorithm, digest) whose file has another hash. One process for each processor."""
    count = max(1, min(len(os.sched_getaffinity(0)), len(rows) // 200))
    order = range(len(rows)) if count == 1 else sorted(range(len(rows)), key=lambda at: -size_of(rows[at][0]))
    shares = [order[number::count] for number in range(count)]
    children = [start_child(rows, share) for share in shares[1:]]
    wrong = [at for at in shares[0] if not has_digest(*rows[at])]
    for pid, pipe in children:
        with os.fdopen(pipe) as answer:
            text = answer.read()
        if os.waitpid(pid, 0)[1] != 0 or not text.endswith("."):
            sys.exit("a process that compares hashes ended early")
        wrong.extend(int(at) for at in text[:-1].split())
    return set(wrong)


def start_child(rows, share):
    """A process that writes the wrong numbers of its share into a pipe."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid:
        os.close(theirs)
        return pid, ours
    code = 1
    try:
        text = " ".join(str(at) for at in share if not has_digest(*rows[at])) + "."
        with os.fdopen(theirs, "w") as answer:
            answer.write(text)
        code = 0
    finally:
        os._exit(code)


def size_of(path):
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0


def fingerprint(path):
    """What a link or a small file is."""
    if os.path.islink(path):
        return "link " + os.readlink(path)
    if not os.path.isfile(path):
        return "other"
    with open(path, "rb") as file:
        return "file " + hashlib.sha256(file.read()).hexdigest()
