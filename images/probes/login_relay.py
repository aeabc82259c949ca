"""Brings containers to hosts that need a login, so that no package's code sees the login.

Usage: login_relay.py PORT, with the settings as JSON in the variable SURELAYER_RELAY:
{"logins": {"HOST[:PORT]": {"origin": "https://HOST[:PORT]", "authorization": "Basic …"}},
 "proxies": {"http": ADDRESS, "https": ADDRESS, "no": "HOST,…"}, "ca": PATH or null}

An HTTP proxy on loopback. A request for `http://HOST/…` of a host with a login goes to that host's origin with the login.
All others go on as they are, through the machine's own proxy where there is one. Runs in a container of its own, whose network
the others share. Prints `ready` when it listens.
"""

import contextlib
import http.client
import http.server
import json
import os
import re
import select
import socket
import sys
import urllib.parse

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from relay_settings import Settings, secure_context  # noqa: E402

CHUNK_BYTES = 256 * 1024
SILENCE_S = 120
LONGEST_PAGE = 256 * 1024 * 1024
PAGES = re.compile(r"text/html|application/(vnd\.pypi\.simple\.v1\+)?json|application/vnd\.pypi\.simple\.v1\+html")
# RFC 9110 7.6.1: these belong to one connection. We name the host ourselves, and a request's length.
OWN_HEADERS = {
    "host", "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
    "transfer-encoding", "upgrade",
}  # fmt: skip
# All that goes with a login. Others may change what a request does, or how a server reads the next one.
READING_HEADERS = {"accept", "user-agent", "range", "if-range", "if-none-match", "if-modified-since", "cache-control"}


class Relay(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    settings = None
    log_message = staticmethod(lambda *_: None)

    def setup(self):
        super().setup()
        self.kept = {}

    def finish(self):
        for connection in self.kept.values():
            connection.close()
        super().finish()

    def forward(self):
        try:
            url, length = self.asked_for()
        except ValueError as error:
            self.close_connection = True
            return self.refuse(400, str(error))
        login = self.settings.logins.get(url.netloc.rpartition("@")[2].lower())
        if login and (self.command not in ("GET", "HEAD") or length):
            self.close_connection = True
            return self.refuse(405, "with a login, files are only read")
        origin = urllib.parse.urlsplit(login["origin"]) if login else url
        body = self.rfile.read(length)
        try:
            answer = self.ask(origin, url, login, body)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return self.refuse(502, "%s could not be reached: %s" % (origin.hostname, error))
        try:
            return self.pass_on(answer, login)
        except (OSError, http.client.HTTPException):
            # The client sees that the answer is cut short, and asks again.
            self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = forward

    def asked_for(self):
        """The address and the length of the body. A length that two readers may understand in two ways is a ValueError."""
        url = urllib.parse.urlsplit(self.path)
        if url.scheme != "http" or not url.hostname or url.port == 0:
            raise ValueError("this is an HTTP proxy")
        lengths = self.headers.get_all("Content-Length", ["0"])
        if len(lengths) > 1 or not re.fullmatch("[0-9]{1,12}", lengths[0]) or self.headers.get("Transfer-Encoding"):
            raise ValueError("the request has no clear length")
        return url, int(lengths[0])

    def ask(self, origin, url, login, body):
        """The answer. A kept connection that the server closed meanwhile is opened again."""
        key = (origin.scheme, origin.hostname, origin.port)
        for is_kept in (True, False):
            connection = self.kept.pop(key, None) if is_kept else None
            if is_kept and connection is None:
                continue
            try:
                answer = self.send(connection or self.connect(origin), origin, url, login, body)
                self.asked = key
                return answer
            except (OSError, http.client.HTTPException):
                if not is_kept:
                    raise
        raise OSError("no connection")

    def connect(self, origin):
        secure = origin.scheme == "https"
        port = origin.port or (443 if secure else 80)
        proxy = self.settings.proxy_for(origin.scheme, origin.hostname)
        host, proxy_port, headers = proxy or (origin.hostname, port, {})
        if secure:
            connection = http.client.HTTPSConnection(host, proxy_port, timeout=SILENCE_S, context=self.settings.context)
            if proxy:
                connection.set_tunnel(origin.hostname, port, headers)
        else:
            connection = http.client.HTTPConnection(host, proxy_port, timeout=SILENCE_S)
            connection.relay_headers = headers if proxy else None
        return connection

    def send(self, connection, origin, url, login, body):
        path = urllib.parse.urlunsplit(("", "", url.path or "/", url.query, ""))
        goes_on = READING_HEADERS.__contains__ if login else lambda name: name not in OWN_HEADERS | {"content-length"}
        headers = {name: value for name, value in self.headers.items() if goes_on(name.lower())}
        through = getattr(connection, "relay_headers", None)
        if through is not None:
            path = "http://" + origin.netloc.rpartition("@")[2] + path
            headers.update(through)
        headers["Host"] = origin.netloc.rpartition("@")[2]
        if login:
            headers.update({"Authorization": login["authorization"], "Accept-Encoding": "identity"})
        connection.request(self.command, path, body=body or None, headers=headers)
        answer = connection.getresponse()
        answer.relay_connection = connection
        return answer

    def pass_on(self, answer, login):
        headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in OWN_HEADERS]
        has_body = self.command != "HEAD" and answer.status not in (204, 304)
        page = None
        if login and has_body and answer.status == 200 and PAGES.match(answer.getheader("Content-Type", "")):
            page = self.settings.downgraded(answer.read(LONGEST_PAGE))
            headers = [one for one in headers if one[0].lower() != "content-length"] + [("Content-Length", str(len(page)))]
        self.send_response_only(answer.status, answer.reason)
        for name, value in headers:
            if login and name.lower() == "location":
                value = self.settings.downgraded(value.encode("latin-1")).decode("latin-1")
            self.send_header(name, value)
        if has_body and page is None and answer.length is None:
            # Only its end says how long the body is.
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        if page is not None:
            self.wfile.write(page)
        elif has_body:
            self.copy(answer)
        if answer.isclosed() and not answer.will_close:
            self.kept[self.asked] = answer.relay_connection
        else:
            answer.relay_connection.close()

    def copy(self, answer):
        expected = answer.length
        done = 0
        for chunk in iter(lambda: answer.read(CHUNK_BYTES), b""):
            self.wfile.write(chunk)
            done += len(chunk)
        if expected is not None and done < expected:
            raise OSError("cut short")

    def refuse(self, status, why):
        body = ("surelayer: %s\n" % why).encode()
        self.send_response_only(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_CONNECT(self):
        host, _, port = self.path.rpartition(":")
        self.close_connection = True
        try:
            upstream = self.tunnel(host.strip("[]"), int(port))
        except (OSError, ValueError) as error:
            return self.refuse(502, "%s could not be reached: %s" % (host, error))
        with upstream:
            self.send_response_only(200, "Connection established")
            self.end_headers()
            with contextlib.suppress(OSError):
                exchange(self.connection, upstream)
        return None

    def tunnel(self, host, port):
        proxy = self.settings.proxy_for("https", host)
        if proxy is None:
            return socket.create_connection((host, port), timeout=SILENCE_S)
        connection = http.client.HTTPConnection(proxy[0], proxy[1], timeout=SILENCE_S)
        connection.set_tunnel(host, port, proxy[2])
        connection.connect()
        return connection.sock


def exchange(one, other):
    """Passes on bytes in both directions until both sides are silent for too long, or one ends."""
    while True:
        ready, _, _ = select.select([one, other], [], [], SILENCE_S)
        for source in ready:
            data = source.recv(CHUNK_BYTES)
            if not data:
                return
            (other if source is one else one).sendall(data)
        if not ready:
            return


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    given = json.loads(os.environ.pop("SURELAYER_RELAY"))
    Relay.settings = Settings(given, secure_context(given["ca"]))
    with Server(("127.0.0.1", int(sys.argv[1])), Relay) as server:
        print("ready", flush=True)
        server.serve_forever()
