"""A package index on loopback that fails as its URL says: `/FAULT/simple/NAME/` and `/FAULT/files/FILE`.

FAULT is `WHERE-HOW`; WHERE is `page`, `file`, either for one package only (`page_demo`), or `none`; HOW is a status (`503`, `429~7` with Retry-After), `reset`,
`reset-body`, `cut` (less than Content-Length), `cut-chunked` (no end), `cut-close` (no length), `stall`, `flip` (one
byte differs from the announced hash) `swap` (a sound wheel, but another) or
`rubbish` (not an archive; its hash is right).
"""

import hashlib
import http.server
import socket
import ssl
import struct
import threading
import time
from urllib.parse import urlsplit


OTHER = "other/big-1.0-py3-none-any.whl"


class FaultyIndex(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, files, certificate=None, requires_python=None):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = files
        self.requires_python = requires_python or {}
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
            self.scheme = "https"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def address(self, fault):
        return f"{self.scheme}://localhost:{self.server_port}/{fault}/simple/"

    def handle_error(self, request, client_address):
        """Clients that hang up are what this server is for."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self._answer(body=False)

    def do_GET(self):
        self._answer(body=True)

    def _answer(self, body):
        fault, kind, name = (urlsplit(self.path).path.strip("/").split("/") + ["", "", ""])[:3]
        where, _, how = fault.partition("-")
        where, _, only = where.partition("_")
        content, content_type = self._content(kind, name, how)
        at_fault = where == {"simple": "page", "files": "file"}.get(kind) and only in ("", name)
        if at_fault and how not in ("", "flip", "rubbish", "swap"):
            return self._fail(how, content, content_type)
        if content is None:
            return self._send(404, b"no such thing", "text/plain", body)
        if kind == "files" and how == "swap":
            content = self.server.files[OTHER]
        if kind == "files" and how == "flip":
            content = content[:-30] + bytes([content[-30] ^ 1]) + content[-29:]
        self._send(200, content, content_type, body)

    def _content(self, kind, name, how):
        if kind == "files":
            return (b"this is no archive" * 40 if how == "rubbish" else self.server.files.get(name)), "application/octet-stream"
        links = [one for one in sorted(self.server.files) if _project(one) == name]
        return ("".join(self._link(one, how) for one in links).encode() if links else None), "text/html"

    def _link(self, name, how):
        data = b"this is no archive" * 40 if how == "rubbish" else self.server.files[name]
        needed = self.server.requires_python.get(name)
        attribute = f' data-requires-python="{needed.replace(">", "&gt;")}"' if needed else ""
        return f'<a href="../../files/{name}#sha256={hashlib.sha256(data).hexdigest()}"{attribute}>{name}</a><br>\n'

    def _fail(self, how, content, content_type):
        status, _, wait = how.partition("~")
        if status.isdigit():
            return self._send(int(status), b"refused", "text/plain", True, {"Retry-After": wait} if wait else {})
        if how == "reset":
            return self._reset()
        if how == "stall":
            self._start(content, content_type)
            time.sleep(60)
        elif how == "reset-body":
            self._start(content, content_type)
            self._reset()
        elif how == "cut":
            self._start(content, content_type)
        elif how == "cut-close":
            self._head(content_type, {"Connection": "close"})
            self.wfile.write(content[: len(content) // 2])
        elif how == "cut-chunked":
            self._head(content_type, {"Transfer-Encoding": "chunked"})
            half = content[: len(content) // 2]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(half), half))
        self.close_connection = True

    def _start(self, content, content_type):
        self._head(content_type, {"Content-Length": str(len(content))})
        self.wfile.write(content[: len(content) // 2])
        self.wfile.flush()

    def _head(self, content_type, headers):
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _reset(self):
        self.close_connection = True
        self.wfile.flush()
        linger_zero = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_zero)
        self.connection.close()

    def _send(self, status, content, content_type, body, headers=None):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(content)


def _project(file_name):
    return file_name.split("-")[0].replace("_", "-").lower()
