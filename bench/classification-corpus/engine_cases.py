"""What the container engine says. Its answers are read off its socket, as Surelayer's engine adapter reads them."""

import http.client
import http.server
import io
import json
import socket
import subprocess
import tarfile
import threading

from container_runs import BASE
from tools import Excerpt

SOCKET = "/var/run/docker.sock"
NAME = "surelayer-corpus"


def cases(tools, _):
    version = _ask("GET", "/version")["Version"]
    kept = lambda *parts: _kept(tools, version, *parts)
    yield kept("name-in-use", "X2", "two containers of one name", _name_twice)
    yield kept("exec-while-paused", "X3", "a command in a paused container", _paused)
    yield kept("container-gone", "X4", "a command in a container that is gone", lambda: _ask("POST", "/containers/nosuch/exec", {"Cmd": ["true"]})["message"])
    yield kept("container-stopped", "X4", "a command in a container that doesn't run", _stopped)
    yield kept("image-removed", "X5", "a container of an image that was removed", _image_removed)
    yield kept("volume-full", "D2", "the engine unpacks an archive onto a full disk", _full)
    yield kept("engine-gone", "X1", "nobody listens on the socket", _gone)
    yield kept("engine-hangs-up", "X1", "the engine dies in the middle of an answer", _hang_up)
    yield kept("pull-refused", "N10", "nobody listens on the registry's port", lambda: _pull("127.0.0.1:9/x:1"))
    for status, expected in ((503, "N10"), (429, "N10"), (401, "N11"), (404, "N11")):
        yield kept(f"pull-{status}", expected, f"the registry answers {status}", lambda status=status: _pull_from(status))
    for status, expected in ((503, "N10"), (403, "N11")):
        yield kept(f"push-{status}", expected, f"the registry answers {status}", lambda status=status: _push(status))


def _kept(tools, version, name, expected, cause, cause_it):
    def run():
        return Excerpt(name, "engine", version, cause, expected, tools.scrub(cause_it()) + "\n", None)

    return run


class _Engine(http.client.HTTPConnection):
    def __init__(self, path=SOCKET):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def _ask(method, path, body=None, headers=None):
    connection = _Engine()
    content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
    connection.request(method, path, content, {"Content-Type": "application/json", **(headers or {})})
    text = connection.getresponse().read().decode()
    try:
        return json.loads(text)
    except ValueError:
        return {"message": text}


def _container(name, *options):
    subprocess.run(["docker", "run", "-d", "--name", name, *options, BASE, "sleep", "60"], check=True, capture_output=True)


def _remove(name):
    subprocess.run(["docker", "rm", "-f", name], check=True, capture_output=True)


def _name_twice():
    _container(f"{NAME}-name")
    try:
        return _ask("POST", f"/containers/create?name={NAME}-name", {"Image": BASE})["message"]
    finally:
        _remove(f"{NAME}-name")


def _paused():
    _container(f"{NAME}-paused")
    try:
        _ask("POST", f"/containers/{NAME}-paused/pause")
        return _ask("POST", f"/containers/{NAME}-paused/exec", {"Cmd": ["true"]})["message"]
    finally:
        _remove(f"{NAME}-paused")


def _stopped():
    _container(f"{NAME}-stopped")
    try:
        _ask("POST", f"/containers/{NAME}-stopped/kill")
        return _ask("POST", f"/containers/{NAME}-stopped/exec", {"Cmd": ["true"]})["message"]
    finally:
        _remove(f"{NAME}-stopped")


def _image_removed():
    _container(f"{NAME}-removed")
    try:
        image = _ask("POST", f"/commit?container={NAME}-removed")["Id"]
        _ask("DELETE", f"/images/{image}")
        return _ask("POST", "/containers/create", {"Image": image})["message"]
    finally:
        _remove(f"{NAME}-removed")


def _full():
    volume = ["--opt", "type=tmpfs", "--opt", "device=tmpfs", "--opt", "o=size=1m"]
    subprocess.run(["docker", "volume", "create", *volume, f"{NAME}-full"], check=True, capture_output=True)
    try:
        _container(f"{NAME}-full", "-v", f"{NAME}-full:/full")
        return _ask("PUT", f"/containers/{NAME}-full/archive?path=/full", _archive(), {"Content-Type": "application/x-tar"})["message"]
    finally:
        _remove(f"{NAME}-full")
        subprocess.run(["docker", "volume", "rm", f"{NAME}-full"], check=True, capture_output=True)


def _archive():
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        member = tarfile.TarInfo("big")
        member.size = 8_000_000
        archive.addfile(member, io.BytesIO(bytes(8_000_000)))
    return buffer.getvalue()


NODE = "const r=require('http').request({socketPath:process.argv[1],path:'/info'},x=>x.resume().on('error',e=>console.log(e.message)));r.on('error',e=>console.log(e.message));r.end()"


def _by_node(path):
    """What Node's client says, which is what the engine adapter sees."""
    return subprocess.run(["node", "-e", NODE, path], check=True, capture_output=True, text=True).stdout.strip()


def _gone():
    return _by_node("/var/run/nosuch.sock")


def _hang_up():
    path = f"/var/run/{NAME}.sock"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(1)

    def hang_up():
        connection, _ = listener.accept()
        connection.recv(100)
        connection.close()

    threading.Thread(target=hang_up, daemon=True).start()
    try:
        return _by_node(path)
    finally:
        listener.close()
        subprocess.run(["rm", "-f", path], check=True)


ERRORS = {
    401: b'{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}',
    403: b'{"errors":[{"code":"DENIED","message":"requested access to the resource is denied"}]}',
    404: b'{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}',
    429: b'{"errors":[{"code":"TOOMANYREQUESTS","message":"too many requests"}]}',
}


class _Registry(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self):
        status = 200 if self.path == "/v2/" else self.server.status
        content = ERRORS.get(status, b"{}")
        length = self.headers.get("Content-Length")
        self.rfile.read(int(length or 0))
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Docker-Distribution-Api-Version", "registry/2.0")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = answer


def _registry(status):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Registry)
    server.status = status
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def _pull(reference):
    return _last_error(_ask("POST", f"/images/create?fromImage={reference}")["message"])


def _pull_from(status):
    server = _registry(status)
    try:
        return _pull(f"127.0.0.1:{server.server_port}/x:1")
    finally:
        server.shutdown()


def _push(status):
    server = _registry(status)
    reference = f"127.0.0.1:{server.server_port}/x:1"
    empty = io.BytesIO()
    tarfile.open(fileobj=empty, mode="w").close()
    subprocess.run(["docker", "import", "-", reference], input=empty.getvalue(), check=True, capture_output=True)
    try:
        repository = reference.rpartition(":")[0]
        return _last_error(_ask("POST", f"/images/{repository}/push?tag=1", headers={"X-Registry-Auth": "e30="})["message"])
    finally:
        server.shutdown()
        subprocess.run(["docker", "rmi", reference], check=True, capture_output=True)


def _last_error(stream):
    """The error inside a stream that began with 200."""
    lines = [json.loads(line) for line in stream.splitlines() if line.strip().startswith("{")]
    return next((line["error"] for line in reversed(lines) if "error" in line), stream)
