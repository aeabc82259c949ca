"""Writes wheels that the resolver may choose besides those of its indexes: kept_wheels.py FOLDER NAME==VERSION...

Writes an empty wheel for each kept package of the base. So the resolver can choose the base's own package even if no index
has its version (2.8.0+cu128, a conda build). The wheel has no requirements, because the base has everything that its package
needs. Also writes a wheel for each WHEEL.metadata in FOLDER, with that text as its METADATA, so that the resolver sees the
real requirements. Nobody installs these wheels.
"""

import email.parser
import os
import sys
import zipfile

OLDEST_TIME = (1980, 1, 1, 0, 0, 0)
WHEEL = "Wheel-Version: 1.0\nGenerator: surelayer\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
METADATA_SUFFIX = ".metadata"


def write_archive(path, info, metadata):
    """Writes the same bytes for the same content, because the lock names the file's hash."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (("METADATA", metadata), ("WHEEL", WHEEL), ("RECORD", "")):
            archive.writestr(zipfile.ZipInfo("%s/%s" % (info, name), OLDEST_TIME), content)


def write_kept(folder, name, version):
    escaped = name.replace("-", "_")
    metadata = "Metadata-Version: 2.1\nName: %s\nVersion: %s\n" % (name, version)
    path = os.path.join(folder, "%s-%s-py3-none-any.whl" % (escaped, version))
    write_archive(path, "%s-%s.dist-info" % (escaped, version), metadata)


def write_offered(folder, file_name):
    with open(os.path.join(folder, file_name), encoding="utf-8") as text:
        metadata = text.read()
    wheel = file_name[: -len(METADATA_SUFFIX)]
    version = email.parser.HeaderParser().parsestr(metadata)["Version"].strip()
    write_archive(os.path.join(folder, wheel), "%s-%s.dist-info" % (wheel.split("-")[0], version), metadata)


FOLDER = sys.argv[1]
os.makedirs(FOLDER, exist_ok=True)
for requirement in sys.argv[2:]:
    write_kept(FOLDER, *requirement.split("=="))
for entry in sorted(os.listdir(FOLDER)):
    if entry.endswith(METADATA_SUFFIX):
        write_offered(FOLDER, entry)
