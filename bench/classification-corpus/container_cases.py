"""What only a container of its own shows: the base image's own pip, another user, a Python that the system manages."""

from container_runs import in_container, mounted, version_in_container
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
