"""Writes what the resolver is offered beside its indexes: kept_wheels.py FOLDER NAME==VERSION...

For each kept package of the base a wheel without content: the resolver then takes the base's own package as an offer,
also one whose version no index has (2.8.0+cu128, a conda build). It asks for nothing: what the base's package needs,
the base holds. And for each WHEEL.metadata that lies in FOLDER, the text of a wheel's METADATA, a wheel of that name with
only that: its requirements are the real ones. Nobody installs these wheels.
"""

import email.parser
import os
import sys
import zipfile

OLDEST_TIME = (1980, 1, 1, 0, 0, 0)
WHEEL = "Wheel-Version: 1.0\nGenerator: surelayer\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
METADATA_SUFFIX = ".metadata"


def write_archive(path, info, metadata):
    """The same bytes for the same content, because the lock names the file's hash."""
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
