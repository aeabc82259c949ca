"""Wheels and source distributions, made in memory, that fail in every way that the corpus needs."""

import base64
import hashlib
import io
import random
import stat
import tarfile
import zipfile

def wheel(name, version="1.0", requires=(), python=None, files=None, padding=0, odd=None):
    """Bytes of a wheel; `padding` bytes that don't compress make it large, `odd` makes it break the rules."""
    odd = odd or {}
    info = f"{odd.get('info', f'{name}-{version}')}.dist-info"
    contents = {path: text.encode() for path, text in (files or {f"{name}/__init__.py": ""}).items()}
    if padding:
        contents[f"{name}/data.bin"] = _noise(padding)
    contents[f"{info}/METADATA"] = _metadata(name, version, requires, python)
    tags = "Generator: corpus\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    contents[f"{info}/WHEEL"] = f"Wheel-Version: {odd.get('format', '1.0')}\n{tags}".encode()
    if "scripts" in odd:
        contents[f"{info}/entry_points.txt"] = f"[console_scripts]\n{odd['scripts']}\n".encode()
    rows = "".join(f'"{path}",{_record_hash(data)},{len(data)}\n' for path, data in contents.items())
    contents[f"{info}/RECORD"] = odd.get("record", (rows + f"{info}/RECORD,,\n").encode())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, data in contents.items():
            if path.rpartition("/")[2] in odd.get("without", []):
                continue
            entry = zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0))
            entry.compress_type = odd.get("method", zipfile.ZIP_STORED)
            if path in odd.get("links", []):
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(entry, data)
    return buffer.getvalue()


def sdist(name, files, version="1.0"):
    """Bytes of a source distribution that holds these files beside its PKG-INFO."""
    buffer = io.BytesIO()
    contents = {"PKG-INFO": _metadata(name, version, (), None).decode(), **files}
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, text in contents.items():
            data = text.encode()
            member = tarfile.TarInfo(f"{name}-{version}/{path}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


BACKEND = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'


def backend_sdist(name, at_requires="return []", at_wheel="raise SystemExit(1)", helpers=""):
    """A source distribution with a build backend of its own, which needs nothing from the index."""
    code = (
        f"{helpers}\n"
        f"def get_requires_for_build_wheel(config_settings=None):\n    {at_requires}\n"
        f"def build_wheel(directory, config_settings=None, metadata_directory=None):\n    {at_wheel}\n"
    )
    return sdist(name, {"pyproject.toml": BACKEND, "backend.py": code})


def setuptools_sdist(name, setup, files=None):
    """A source distribution as most are: setup.py, built by setuptools of the environment or of the index."""
    return sdist(name, {"setup.py": setup, **(files or {})})


def _metadata(name, version, requires, python):
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {one}" for one in requires]
    if python:
        lines.append(f"Requires-Python: {python}")
    return ("\n".join(lines) + "\n").encode()


def _record_hash(data):
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def _noise(size):
    return random.Random(1).randbytes(size)
