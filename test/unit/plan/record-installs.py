"""Installs wheels with uv and records what each adds, a JSON document per line: the truth that the size model is held to.

Run inside a container of the base: python3 record-installs.py UV WHEEL_FOLDER > installs.ndjson. It makes the odd wheels itself;
real ones lie in WHEEL_FOLDER. Every wheel is installed alone, into the system's Python and into a virtual environment.
"""

import base64
import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile

ODD = {
    "nothing": ({}, None),
    "own-script": ({"own_script-1.0.data/scripts/hello": "#!python\nprint(1)\n"}, None),
    "scripts": (
        {
            "scripts-1.0.data/scripts/options": "#!python -u\nprint(1)\n",
            "scripts-1.0.data/scripts/window": "#!pythonw\nprint(1)\n",
            "scripts-1.0.data/scripts/crlf": "#!python\r\nprint(1)\r\n",
            "scripts-1.0.data/scripts/only": "#!python",
            "scripts-1.0.data/scripts/other": "#!/usr/bin/env python3\nprint(1)\n",
            "scripts-1.0.data/scripts/short": "#!pyth",
            "scripts-1.0.data/scripts/program": "\x7fELF" + "0" * 5000,
        },
        None,
    ),
    "quoted": ({"quoted/a,b.txt": "comma", 'quoted/q"q.txt': "quote", 'quoted/",".txt': "", "quoted/a b.txt": "s"}, None),
    "named": ({"named/übergröße.txt": "ä", "named/日本.py": "x=1"}, None),
    "extras": ({}, "[console_scripts]\nrun = extras:main\nx = extras.cli:app.run [cli]\n\n[gui_scripts]\ngui=extras:main\n[other]\nfoo = extras:bar\n"),
    "scheme": (
        {
            "scheme-1.0.data/data/share/man/man1/s.1": "man",
            "scheme-1.0.data/headers/s.h": "int x;",
            "scheme-1.0.data/purelib/one.py": "y=1",
            "scheme-1.0.data/platlib/two.py": "y=1",
        },
        None,
    ),
    "marked": ({"marked-1.0.dist-info/INSTALLER": "pip\n", "marked-1.0.dist-info/REQUESTED": ""}, None),
    "signed": ({"signed-1.0.dist-info/RECORD.jws": "{}"}, None),
}


def odd_wheel(folder, name, files, entry_points):
    """Writes a wheel that holds these files beside the usual ones."""
    package = name.replace("-", "_")
    info = "%s-1.0.dist-info" % package
    content = {"%s/__init__.py" % package: "", **files}
    content[info + "/METADATA"] = "Metadata-Version: 2.1\nName: %s\nVersion: 1.0\n" % name
    content[info + "/WHEEL"] = "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    if entry_points:
        content[info + "/entry_points.txt"] = entry_points
    record = io.StringIO()
    rows = csv.writer(record, lineterminator="\n")
    with zipfile.ZipFile(os.path.join(folder, "%s-1.0-py3-none-any.whl" % package), "w") as archive:
        for path, text in content.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            rows.writerow([path, "sha256=" + digest, len(text.encode())])
            archive.writestr(path, text)
        rows.writerow([info + "/RECORD", "", ""])
        archive.writestr(info + "/RECORD", record.getvalue())


def snapshot():
    """Path, size and time of every file that an install could touch."""
    found = {}
    for top in ("/usr", "/opt", "/etc"):
        for folder, _, names in os.walk(top):
            for name in names:
                path = os.path.join(folder, name)
                if not os.path.islink(path):
                    stat = os.stat(path)
                    found[path] = (stat.st_size, stat.st_mtime_ns)
    return found


def install(uv, wheel, python):
    """Bytes of the files that installing the wheel adds."""
    name, version = os.path.basename(wheel).split("-")[:2]
    with open(wheel, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    work = "/tmp/work"
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    lock = 'lock-version = "1.0"\ncreated-by = "t"\n[[packages]]\nname = "%s"\nversion = "%s"\nwheels = [{ url = "http://127.0.0.1:8000/%s", hashes = { sha256 = "%s" } }]\n'
    with open(work + "/pylock.toml", "w", encoding="utf-8") as file:
        file.write(lock % (name.replace("_", "-"), version, os.path.basename(wheel), digest))
    before = snapshot()
    command = [uv, "pip", "install", "-q", "--no-config", "--no-cache", "--python", python, "--break-system-packages"]
    subprocess.run(command + ["-r", "pylock.toml"], cwd=work, check=True)
    added = {path: stat for path, stat in snapshot().items() if before.get(path) != stat}
    subprocess.run([uv, "pip", "uninstall", "-q", "--python", python, "--break-system-packages", name], check=True)
    return sum(size for size, _ in added.values()), sorted(added)


def placeholders(archive, infos):
    """Ready-made scripts that begin with `#!python`, with the length of that line."""
    found = {}
    for one in infos:
        line = re.match(rb"#!python[^\r\n]*(?:\r\n?|\n)?", archive.read(one))
        if line and ".data/scripts/" in one.filename:
            found[one.filename] = len(line.group())
    return found


def facts(python):
    """What the model needs to know of an interpreter."""
    ask = "import json,platform,sys,sysconfig as s; print(json.dumps({'executable': sys.executable, 'version': platform.python_version(), 'purelib': s.get_path('purelib'), 'scripts': s.get_path('scripts')}))"
    return json.loads(subprocess.run([python, "-c", ask], stdout=subprocess.PIPE, check=True).stdout)


def main():
    uv, folder = sys.argv[1:]
    for name, (files, entry_points) in ODD.items():
        odd_wheel(folder, name, files, entry_points)
    os.makedirs("/opt/surelayer/envs")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", "/opt/surelayer/envs/speech"], check=True)
    # By URL: a wheel that is installed from a path gets a direct_url.json, too.
    server = subprocess.Popen([sys.executable, "-m", "http.server", "8000", "-b", "127.0.0.1", "-d", folder], stderr=subprocess.DEVNULL)
    time.sleep(2)
    pythons = [facts("/usr/bin/python3"), facts("/opt/surelayer/envs/speech/bin/python")]
    wheels = []
    for wheel in sorted(os.listdir(folder)):
        path = os.path.join(folder, wheel)
        archive = zipfile.ZipFile(path)
        infos = [one for one in archive.infolist() if not one.is_dir()]
        scripts = [one.filename for one in infos if one.filename.endswith(".dist-info/entry_points.txt")]
        installed = {}
        for python in pythons:
            if wheel.startswith("pip-") and "envs" not in python["executable"]:
                continue  # the system's own pip would be moved
            installed[python["executable"]] = install(uv, path, python["executable"])[0]
        wheels.append(
            {
                "wheel": wheel,
                "files": [[one.filename, one.file_size] for one in infos],
                "entryPoints": archive.read(scripts[0]).decode() if scripts else None,
                "placeholders": placeholders(archive, infos),
                "installed": installed,
            }
        )
    server.terminate()
    for line in [pythons] + wheels:
        print(json.dumps(line, ensure_ascii=False))


main()
