"""What only a container of its own shows: the base image's own pip, another user, a Python that the system manages."""

import os
import subprocess

from container_runs import BASE, in_container, mounted, version_in_container
from tools import Excerpt

PIP = "python3 -m pip --isolated install --log /tmp/pip.log --no-cache-dir --no-input --progress-bar off --retries 1 --timeout 2"


def cases(tools, index):
    address = index.address("none")
    version = version_in_container(["python3", "-m", "pip", "--version"])
    pip = f"{PIP} --index-url {address} demo==1.0"
    uv = f"/uv pip install --no-config --no-cache --system --index-url {address} demo==1.0"
    yield _case(tools, "pip-managed", "pip", version, f"{pip} >/dev/null 2>&1; code=$?; cat /tmp/pip.log; exit $code", "P2", "PEP 668")
    yield _case(tools, "pip-managed-printed", "pip", version, pip, "P2", "PEP 668, without the debug log")
    yield _case(tools, "uv-managed", "uv", tools.version("uv"), uv, "P2", "PEP 668")
    denied = "a user without rights installs into the system"
    allowed = "--break-system-packages --target /usr/local/lib/x"
    yield _case(tools, "pip-denied", "pip", version, f"{pip} {allowed}", "P1", denied, "--user=65534")
    yield _case(tools, "uv-denied", "uv", tools.version("uv"), f"{uv} --break-system-packages", "P1", denied, "--user=65534")
    yield _case(tools, "command-denied", "command", "Python 3.11", "python3 -c 'open(\"/etc/x\", \"w\")'", "P1", denied, "--user=65534")
    yield _outage(tools, index, version)
    yield _case(tools, "command-wget", "command", "Python 3.11", f"python3 -c 'import urllib.request as r; r.urlopen(\"{index.address('page-503')}demo/\")'", "N6", "a command's own download gets 503")
    yield _case(tools, "command-refused", "command", "Python 3.11", "python3 -c 'import urllib.request as r; r.urlopen(\"http://127.0.0.1:9/\")'", "N2", "a command's own download is refused")
    yield from _wrong_commands(tools)
    yield from _source_builds(tools, index)


def _wrong_commands(tools):
    """What a phase's `run` says when its command can't work, whatever is tried."""
    code = "printf 'match = (\\n' > /tmp/step.py; python3 /tmp/step.py"
    yield _case(tools, "command-syntax", "command", "Python 3.11", code, "S3", "a step's Python file has a syntax error")
    yield _case(tools, "command-no-file", "command", "Python 3.11", "python3 /app/handlr.py", "S3", "a step's file isn't there")

    def run():
        started = ["docker", "run", "--rm", "--detach", BASE, "sleep", "60"]
        name = subprocess.run(started, check=True, capture_output=True, text=True).stdout.strip()
        done = subprocess.run(["docker", "exec", name, "modell", "download"], capture_output=True, text=True)
        subprocess.run(["docker", "rm", "--force", name], check=True, capture_output=True)
        output = tools.scrub(done.stdout + done.stderr)
        return Excerpt("command-no-program", "command", "runc", "a step's program isn't there", "S3", output, done.returncode)

    yield run


def _source_builds(tools, index):
    """Sources of the public index that need more than the base has. The container gets this machine's CA certificates."""
    bundle = os.environ.get("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt")
    trust = [mounted(bundle, "/ca.pem"), "--env=SSL_CERT_FILE=/ca.pem"]
    uv = "/uv pip install --no-config --no-cache --system --break-system-packages"
    rust = f"MATURIN_NO_INSTALL_RUST=1 {uv} --no-binary rpds-py rpds-py==0.27.1"
    yield _case(tools, "uv-no-rust", "uv", tools.version("uv"), rust, "B3", "the build backend finds no Rust", *trust)
    cmake = "printf 'cmake_minimum_required(VERSION 3.15)\\nproject(demo C)\\n' > /tmp/CMakeLists.txt; cmake -G Ninja -S /tmp -B /tmp/b"
    ninja = f"{uv} --quiet cmake==4.1.0 && {cmake}"
    yield _case(tools, "command-no-ninja", "command", "cmake 4.1.0", ninja, "B3", "CMake finds no Ninja", *trust)
    url = index.address("file-503").replace("/simple/", "/files/big-1.0-py3-none-any.whl")
    fall_back = f"WHEEL_URL={url} {uv} --index-url {index.address('none')} fallbackcuda==1.0"
    cause = "flash-attn's own download of its wheel fails, and the base has no nvcc to build with"
    yield _case(tools, "uv-fall-back-no-nvcc", "uv", tools.version("uv"), fall_back, "B2", cause)


def _outage(tools, index, version):
    """What a user sees of an outage who keeps no debug log."""
    pip = f"{PIP} --break-system-packages --index-url {index.address('page-503')} demo==1.0".replace("--log /tmp/pip.log ", "")
    return _case(tools, "pip-outage-printed", "pip", version, pip, "N0", "the index answers 503, and there is no debug log")


def _case(tools, name, tool, version, script, expected, cause, *options):
    def run():
        home = ["--env=HOME=/tmp/home", mounted(tools.uv_program, "/uv")]
        code, output = in_container(tools, f"export UV_HTTP_TIMEOUT=2 NO_COLOR=1; {script}", *home, *options)
        return Excerpt(name, tool, version, cause, expected, output, code)

    return run
