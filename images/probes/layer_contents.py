"""Compares what changed in a container with what its packages say: layer_contents.py FILE.

FILE is a JSON document: see `Asked` in src/image/layer-judgement/ask-contents.ts. The list of changes is that of layer_changes.py. Prints a
fact for each change that isn't simply what a package says, and judges nothing. Run with -I -S, so that no package's code runs. Standard library
only; runs on Python 3.8 and newer.
"""

import json
import os
import re
import stat
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from changed_file import ANY_EXECUTE, kind_of, source_of, special_bits, status_of, under  # noqa: E402
from debian_files import DebianFiles  # noqa: E402
from distribution_files import Places, distributions, fingerprint, has_digest, wrong_digests  # noqa: E402

# More facts than this aren't told.
MOST = 20000
TEMPORARY = ("/tmp/", "/var/tmp/", "/run/", "/root/.cache/")
# What Python or the system would run, by its name.
CODE = re.compile(r"\.(?:py|pyc|pyw|pth|so|sh|egg-link|pyd)(?:$|\.)|/(?:__pycache__|[^/]+\.(?:dist|egg)-info)/")
PACKAGES = re.compile(r"^(.*/(?:site|dist)-packages)/")


class Claims:
    """Which distributions say that a path is theirs, and with which hash."""

    def __init__(self, found, places):
        self.by_path = {}
        for one in found:
            for path, algorithm, digest in one.rows():
                self.by_path.setdefault(places.real(path), []).append((one, algorithm, digest))

    def of(self, path):
        return self.by_path.get(path, [])

    def below(self, folder):
        return [path for path in self.by_path if path.startswith(folder + "/")]


class Layer:
    """Everything that was asked for, and the facts that are found."""

    def __init__(self, asked):
        self.asked, self.facts, self.places = asked, [], Places()
        with open(asked["walked"], encoding="utf-8") as file:
            self.changes = dict(json.load(file))
        found = distributions(asked["sites"] + sorted(self.folders_of_packages()))
        ours = set(asked["folders"])
        self.own = [one for one in found if one.folder in ours and self.places.real(one.record) in self.changes]
        replaced = {one.name for one in self.own}
        self.others = [one for one in found if one not in self.own and not (one.name in replaced and one.site in asked["sites"])]
        self.claims, self.foreign = Claims(self.own, self.places), None
        self.replaced_files = set(asked["replaced"]["files"])
        self.replaced_folders = asked["replaced"]["folders"]
        self.compared_at, self.wrong_then = int(asked["comparedAt"] or 0), set(map(self.places.real, asked["wrong"]))
        self.stray, self.temporary, self.compared, self.folders = [], [], 0, None

    def folders_of_packages(self):
        return {match.group(1) for match in map(PACKAGES.match, self.changes) if match}

    def folders_of_modules(self):
        """Folders of packages, below those that hold all packages: imports of earlier phases are proved, too."""
        if self.folders is None:
            paths = list(self.claims.by_path) + list(self.claims_of_others().by_path)
            self.folders = {folder for folder in map(os.path.dirname, paths) if PACKAGES.match(folder)}
        return self.folders

    def tell(self, path, **fact):
        self.facts.append({"path": path, "kind": self.changes.get(path, "kept"), **fact})

    def claims_of_others(self):
        """Read only where something isn't as this layer's own packages say."""
        if self.foreign is None:
            self.foreign = Claims(self.others, self.places)
        return self.foreign

    def owners(self, path):
        """What this layer's and other distributions say of a path that exists."""
        rows = [(one, a, d, True) for one, a, d in self.claims.of(path)]
        rows += [(one, a, d, False) for one, a, d in self.claims_of_others().of(path)]
        wrong = wrong_digests([(path, a, d) for _, a, d, _ in rows if d])
        states, at = [], 0
        for _, _, digest, _ in rows:
            states.append("unhashed" if not digest else "differs" if at in wrong else "same")
            at += 1 if digest else 0
        return [
            {"name": one.name, "version": one.version, "layer": layer, "state": state}
            for (one, _, _, layer), state in zip(rows, states)
        ]

    def replaces(self, path):
        """Whether the path was of an older version of a distribution that this layer brings."""
        inside = any(path == one or path.startswith(one + "/") for one in self.replaced_folders)
        return inside or path in self.replaced_files


def look_at_packages(layer):
    """A layer of distributions: every path must be somebody's."""
    rows = []
    for path, kind in layer.changes.items():
        if kind == "removed":
            look_at_removed(layer, path)
            continue
        status = status_of(path)
        if status is None:
            layer.tell(path, type="gone", special=[], owners=[])
        elif not stat.S_ISDIR(status.st_mode):
            look_at_file(layer, path, status, rows)
    look_at_kept(layer, rows)
    layer.compared = len(rows)
    for path in {rows[at][0] for at in wrong_digests(rows)}:
        tell_file(layer, path, os.lstat(path))


def look_at_kept(layer, rows):
    """What RECORDs name and the engine doesn't: gone, the same as before, or outside."""
    roots = tuple(one + "/" for one in layer.asked["roots"])
    for path, claims in layer.claims.by_path.items():
        owners = [named(one, "differs") for one, _, _ in claims]
        if not path.startswith(roots):
            layer.tell(path, type="outside", special=[], owners=owners)
        elif path not in layer.changes and source_of(path) is None:
            if not os.path.lexists(path):
                layer.tell(path, type="gone", special=[], owners=owners)
            rows.extend((path, a, d) for _, a, d in claims if d and os.path.lexists(path))


def look_at_file(layer, path, status, rows):
    """Tells of a file that exists, or notes what it is to be compared with."""
    claims, kind = layer.claims.of(path), layer.changes[path]
    special = special_bits(path, status.st_mode)
    if not special and (not claims or source_of(path) is not None) and is_ours(layer, path, status):
        return
    changed = kind == "changed" and not layer.replaces(path)
    if special or not claims or changed or not stat.S_ISREG(status.st_mode):
        tell_file(layer, path, status, special)
    elif path in layer.wrong_then or status.st_ctime_ns > layer.compared_at:
        rows.extend((path, algorithm, digest) for _, algorithm, digest in claims if digest)


def is_ours(layer, path, status):
    """Whether we or a program's habits made the file. What isn't to stay is removed."""
    if source_of(path) is not None:
        if not is_good_bytecode(layer, path, status):
            os.unlink(path)
            layer.stray.append(path)
        return True
    if is_of_environment(layer, path):
        return True
    if layer.changes[path] == "added" and (path.startswith(TEMPORARY) or is_note(layer, path, status)):
        os.unlink(path)
        layer.temporary.append(path)
        return True
    return False


def is_note(layer, path, status):
    """A file that a package wrote beside its own at its first import, which isn't code: gradio/hash_seed.txt. It writes it again."""
    late = status.st_ctime_ns > int(layer.asked["doneAt"])
    plain = stat.S_ISREG(status.st_mode) and not status.st_mode & ANY_EXECUTE and not CODE.search(path)
    return late and plain and os.path.dirname(path) in layer.folders_of_modules()


def is_of_environment(layer, path):
    """Whether it is as we made it, with the environment."""
    known = layer.asked["environment"].get(path)
    return known is not None and known == fingerprint(path)


def is_good_bytecode(layer, path, status):
    """We compiled it, and nobody has touched it since then: no program can set the time of a file's last change. Or it came in a wheel."""
    compiled = layer.asked["compiledAt"]
    if compiled is not None and status.st_ctime_ns <= int(compiled) and layer.claims.of(source_of(path)):
        return True
    return any(digest and has_digest(path, algorithm, digest) for _, algorithm, digest in layer.claims.of(path))


def tell_file(layer, path, status, special=()):
    kind = kind_of(status.st_mode)
    target = {"target": os.readlink(path)} if kind == "link" else {}
    layer.tell(path, type=kind, special=list(special), owners=layer.owners(path), replaced=layer.replaces(path), **target)


def look_at_removed(layer, path):
    """A path that the layer hides, with everything beneath."""
    if source_of(path) is not None or path.endswith("/__pycache__"):
        return
    below = [one for one in [path] + layer.claims_of_others().below(path) if layer.claims_of_others().of(one)]
    for one in below:
        owners = [named(owner, "differs", False) for owner, _, _ in layer.claims_of_others().of(one)]
        layer.facts.append({"path": one, "kind": "removed", "type": "gone", "special": [], "owners": owners})
    environment = list(layer.asked["environment"])
    old = layer.replaces(path) or any(one.startswith(path + "/") for one in layer.replaced_files)
    if not below and not old and not (environment and under(path, [os.path.commonpath(environment)])):
        layer.tell(path, type="gone", special=[], owners=[])


def look_at_others(layer):
    """A layer of commands or of system packages: whether it breaks what packages say."""
    debian = DebianFiles()
    system = layer.asked["kind"] == "system"
    for path, kind in layer.changes.items():
        status = status_of(path)
        if kind == "removed" or status is None:
            if not system:
                look_at_removed_by_command(layer, path)
            continue
        if stat.S_ISDIR(status.st_mode) or is_of_environment(layer, path):
            continue
        special = special_bits(path, status.st_mode)
        owners = layer.owners(path) if layer.claims_of_others().of(path) else []
        broken = owners and all(one["state"] == "differs" for one in owners)
        packages = system and source_of(path) is None and under(path, layer.asked["sites"])
        if (special or broken or packages) and not (system and debian.brings(path)):
            kept = kind_of(status.st_mode)
            layer.tell(path, type=kept, special=special, owners=owners)


def look_at_removed_by_command(layer, path):
    claims = layer.claims_of_others()
    for one in [path] + claims.below(path):
        if claims.of(one) and source_of(one) is None and not os.path.lexists(one):
            owners = [named(owner, "differs", False) for owner, _, _ in claims.of(one)]
            layer.facts.append({"path": one, "kind": "removed", "type": "gone", "special": [], "owners": owners})


def named(one, state, layer=True):
    return {"name": one.name, "version": one.version, "layer": layer, "state": state}


def main(asked):
    layer = Layer(asked)
    (look_at_packages if asked["kind"] == "distributions" else look_at_others)(layer)
    return {
        "facts": layer.facts[:MOST],
        "more": max(0, len(layer.facts) - MOST),
        "records": {one.folder: one.record_digest() for one in layer.own},
        "compared": layer.compared,
        **{"stray": len(layer.stray), "temporary": layer.temporary[:100]},
    }


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        print(json.dumps(main(json.load(file))))
