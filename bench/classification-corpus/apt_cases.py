"""Failures of apt and dpkg, in containers of the base image, against a mirror on loopback."""

from apt_mirror import AptMirror, deb
from container_runs import in_container, version_in_container
from tools import Excerpt

OPTIONS = "-q -o Acquire::Retries=1 -o Acquire::http::Timeout=2 -o Acquire::http::Proxy=DIRECT"
UPDATE = f"apt-get {OPTIONS} update"
INSTALL = f"apt-get {OPTIONS} install -y --no-install-recommends"

# name, fault, package, expected class, cause
FETCHES = [
    *[(f"lists-{how}", f"lists-{how}", "demo", "N9", f"the mirror answers the package list so: {how}") for how in ("503", "404", "flip", "short", "stall")],
    *[(f"deb-{how}", f"deb-{how}", "demo", "N9", f"the mirror answers the package so: {how}") for how in ("503", "404", "flip", "short", "stall")],
    ("deb-403", "deb-403", "demo", "N5", "the mirror forbids the package"),
    ("deb-401", "deb-401", "demo", "N5", "the mirror wants a login for the package"),
    ("deb-429", "deb-429", "demo", "N4", "the mirror limits requests"),
    ("release-503", "release-503", "demo", "N9", "the mirror answers 503 for its Release file"),
    ("release-404", "release-404", "demo", "R7", "the mirror has no Release file"),
    ("unknown-package", "none", "nosuchpackage", "N9P", "no list has the package"),
    ("no-candidate", "none", "mentioned", "N9P", "the package is only mentioned by another"),
    ("unmet-dependency", "none", "needy", "R3", "a dependency isn't on the mirror"),
    ("unknown-version", "none", "demo=9.9", "R1", "the mirror has another version"),
    ("failing-script", "none", "failing", "B6", "the package's postinst fails"),
]


def cases(tools, _):
    folder = tools.folder()
    mirror = AptMirror([
        deb("demo", folder), deb("needy", folder, depends="mentioned (>= 2)"), deb("failing", folder, postinst="echo no >&2; exit 3"),
        deb("bulky", folder, size=30_000_000),
    ])
    version = version_in_container(["apt-get", "--version"])
    for name, fault, package, expected, cause in FETCHES:
        # An unsigned mirror may go without a Release file where it is trusted; here it is not.
        source = mirror.source(fault, "") if fault.startswith("release") else mirror.source(fault)
        yield _case(tools, f"apt-{name}", version, source, f"{UPDATE}; {INSTALL} {package}", expected, cause)
    gone = "deb [trusted=yes] http://127.0.0.1:9/none stable main"
    yield _case(tools, "apt-refused", version, gone, f"{UPDATE}; {INSTALL} demo", "N9", "nothing listens on the mirror's port")
    nameless = "deb [trusted=yes] http://mirror.example.invalid/none stable main"
    yield _case(tools, "apt-no-dns", version, nameless, f"{UPDATE}; {INSTALL} demo", "N1", "the mirror's name has no address")
    yield _case(tools, "apt-unsigned", version, mirror.source("none", ""), f"{UPDATE} && {INSTALL} demo", "R8", "the mirror isn't signed")
    lock = "python3 -c 'import fcntl,time; f=open(\"/var/lib/dpkg/lock-frontend\",\"w\"); fcntl.lockf(f,fcntl.LOCK_EX); time.sleep(9)' & sleep 1;"
    yield _case(tools, "apt-locked", version, mirror.source("none"), f"{UPDATE}; {lock} {INSTALL} demo", "L1", "another process holds the lock")
    yield _case(tools, "apt-disk-full", version, mirror.source("none"), f"{UPDATE}; {INSTALL} bulky", "D1", "the package doesn't fit", "--tmpfs=/usr/share/bulky:size=1m")
    yield _case(tools, "apt-no-room", version, mirror.source("none"), f"{UPDATE}; {INSTALL} bulky", "D1", "the folder for archives is too small", "--tmpfs=/var/cache/apt/archives:size=8k,mode=755")
    yield _case(tools, "apt-not-root", version, mirror.source("none"), f"{INSTALL} demo", "P1", "apt runs as nobody", "--user=65534")


def _case(tools, name, version, source, script, expected, cause, *options):
    def run():
        writing = "rm -rf /etc/apt/sources.list* /var/lib/apt/lists/*;" if "--user=65534" not in options else ""
        place = f"echo '{source}' > /etc/apt/sources.list;" if writing else ""
        code, output = in_container(tools, f"export DEBIAN_FRONTEND=noninteractive LC_ALL=C; {writing} {place} {script}", *options)
        return Excerpt(name, "apt", version, cause, expected, output, code)

    return run
