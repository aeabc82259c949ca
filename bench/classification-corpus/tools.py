"""Runs pip 23, pip 26 and uv against the faulty index and keeps what they said."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass

TIMEOUT = 180


@dataclass
class Excerpt:
    """One failure as a tool told it; the fields are those of the index of the corpus."""

    name: str
    tool: str
    version: str
    cause: str
    expected: str
    output: str
    exit_code: int | None
    oom_kills: int = 0


class Tools:
    """The installers, each in a virtual environment below `home`, made at the first use."""

    def __init__(self, home):
        self.home = pathlib.Path(home)
        self.scratch = self.home / "scratch"
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)
        self.pip23 = self._environment("pip23", "pip==23.2.1")
        self.pip26 = self._environment("pip26", "pip>=26,<27")
        self.uv_program = self._environment("uvv", "uv==0.13.9").parent / "uv"

    def _environment(self, name, requirement):
        python = self.home / name / "bin" / "python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(self.home / name)], check=True)
            subprocess.run([str(python), "-m", "pip", "install", "-q", requirement], check=True)
        return python

    def version(self, tool):
        program = {"pip23": [self.pip23, "-m", "pip"], "pip26": [self.pip26, "-m", "pip"], "uv": [self.uv_program]}[tool]
        said = subprocess.run([*map(str, program), "--version"], check=True, capture_output=True, text=True).stdout
        return said.split()[1]

    def run(self, tool, index, requirement, *options, env=None, folder=None, site=None, logs=None, prefix=()):
        """Installs below `folder`, with `prefix` before the command. Answers exit code and what a build would classify."""
        home = pathlib.Path(folder) if folder else self.folder()
        log = pathlib.Path(logs or home) / "pip.log"
        program = self._uv() if tool == "uv" else self._pip(tool, log)
        common = ["--target", str(site or home / "site"), "--index-url", index, *options, *requirement.split()]
        quick = {"UV_HTTP_TIMEOUT": "2", "UV_HTTP_RETRIES": "1", "UV_NO_PROGRESS": "1"}
        done = self.call([*prefix, *program, *common], {**quick, **(env or {})}, home)
        logged = log.read_text(errors="replace") if log.exists() else done.stdout
        return done.returncode, self.scrub(logged)

    def _pip(self, tool, log):
        return [
            *[str(getattr(self, tool)), "-m", "pip", "--isolated", "install", "--log", str(log), "--no-cache-dir"],
            *["--no-input", "--progress-bar", "off", "--disable-pip-version-check", "--retries", "2", "--timeout", "2"],
        ]

    def _uv(self):
        return [str(self.uv_program), "pip", "install", "--no-config", "--python", str(self.pip26), "--no-cache"]

    def call(self, command, env, home):
        """Runs a program in an environment of its own, both of its streams in one."""
        plain = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), "NO_COLOR": "1", "COLUMNS": "400"}
        return subprocess.run(
            command,
            env={**plain, "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1", **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            timeout=TIMEOUT,
        )

    def folder(self):
        """A new folder for one case."""
        return pathlib.Path(tempfile.mkdtemp(prefix="case-", dir=self.scratch))

    def scrub(self, text):
        """The text without this machine's addresses, folders and Python."""
        text = re.sub(r"\b(localhost|127\.0\.0\.1):\d+", "index.example", text)
        text = re.sub(r"host='localhost', port=\d+", "host='index.example', port=80", text)
        text = re.sub(re.escape(str(self.scratch)) + r"/case-\w+", "/build", text)
        text = text.replace("127.0.0.1", "192.0.2.1").replace(str(self.home), "/opt")
        text = text.replace(sys.base_prefix, "/usr/local").replace(os.path.expanduser("~"), "/home/user")
        return re.sub(r"\blocalhost\b", "index.example", text)
