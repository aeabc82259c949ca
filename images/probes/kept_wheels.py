"""Writes a wheel without content for each kept package of the base: kept_wheels.py FOLDER NAME==VERSION...

The resolver then takes the base's own package as an offer, also one whose version no index has (2.8.0+cu128, a conda
build). Nobody installs these wheels, and they ask for nothing: what the base's package needs, the base holds.
"""

import os
import sys
import zipfile

OLDEST_TIME = (1980, 1, 1, 0, 0, 0)
WHEEL = "Wheel-Version: 1.0\nGenerator: surelayer\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def write_wheel(folder, name, version):
    """The same bytes for the same name and version, because the lock names the file's hash."""
    escaped = name.replace("-", "_")
    info = "%s-%s.dist-info" % (escaped, version)
    metadata = "Metadata-Version: 2.1\nName: %s\nVersion: %s\n" % (name, version)
    with zipfile.ZipFile(os.path.join(folder, "%s-%s-py3-none-any.whl" % (escaped, version)), "w") as archive:
        for path, content in (("METADATA", metadata), ("WHEEL", WHEEL), ("RECORD", "")):
            archive.writestr(zipfile.ZipInfo("%s/%s" % (info, path), OLDEST_TIME), content)


os.makedirs(sys.argv[1], exist_ok=True)
for requirement in sys.argv[2:]:
    write_wheel(sys.argv[1], *requirement.split("=="))
