"""A small Debian mirror in memory on loopback that fails as its URL says: `/FAULT/dists/…`, `/FAULT/pool/…`.

FAULT is `WHERE-HOW`; WHERE is `release`, `lists`, `deb`, `all` or `none`; HOW is a status, `flip`, `short` or `stall`.
"""

import gzip
import hashlib
import http.server
import subprocess
import threading
import time

SUITE = "stable"


class AptMirror(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, debs):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = _mirror(debs)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def source(self, fault, options="[trusted=yes] "):
        return f"deb {options}http://localhost:{self.server_port}/{fault} {SUITE} main"

    def handle_error(self, request, client_address):
        """Clients that hang up are what this server is for."""


def deb(name, folder, version="1.0", depends="", postinst="", size=0):
    """A package made by dpkg-deb: its file name and bytes."""
    root = folder / f"{name}-{version}"
    (root / "DEBIAN").mkdir(parents=True)
    needs = f"Depends: {depends}\n" if depends else ""
    control = f"Package: {name}\nVersion: {version}\nArchitecture: all\nMaintainer: Nobody <nobody@example.org>\n{needs}Description: a test\n"
    (root / "DEBIAN" / "control").write_text(control)
    if postinst:
        (root / "DEBIAN" / "postinst").write_text(f"#!/bin/sh\n{postinst}\n")
        (root / "DEBIAN" / "postinst").chmod(0o755)
    if size:
        (root / "usr" / "share" / name).mkdir(parents=True)
        (root / "usr" / "share" / name / "data").write_bytes(bytes(size))
    file = folder / f"{name}_{version}_all.deb"
    subprocess.run(["dpkg-deb", "-Zgzip", "--root-owner-group", "-b", str(root), str(file)], check=True, capture_output=True)
    return file.name, control, file.read_bytes()


def _mirror(debs):
    stanzas, files = [], {}
    for name, control, data in debs:
        path = f"pool/{name}"
        files[path] = data
        stanzas.append(f"{control}Filename: {path}\nSize: {len(data)}\nSHA256: {hashlib.sha256(data).hexdigest()}\n")
    plain = "\n".join(stanzas).encode()
    lists = {"main/binary-amd64/Packages": plain, "main/binary-amd64/Packages.gz": gzip.compress(plain, mtime=0)}
    files |= {f"dists/{SUITE}/{name}": data for name, data in lists.items()}
    sums = "".join(f" {hashlib.sha256(data).hexdigest()} {len(data)} {name}\n" for name, data in lists.items())
    files[f"dists/{SUITE}/Release"] = (
        f"Origin: corpus\nSuite: {SUITE}\nCodename: {SUITE}\nArchitectures: amd64\nComponents: main\n"
        f"Date: Sat, 01 Nov 2025 00:00:00 UTC\nSHA256:\n{sums}"
    ).encode()
    return files


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        fault, _, path = self.path.lstrip("/").partition("/")
        where, _, how = fault.partition("-")
        content = self.server.files.get(path)
        if content is None:
            return self._send(404, b"no such thing")
        kind = "deb" if path.startswith("pool/") else "lists" if "Packages" in path else "release"
        if where not in (kind, "all"):
            return self._send(200, content)
        if how.isdigit():
            return self._send(int(how), b"refused")
        if how == "stall":
            time.sleep(30)
        changed = {"flip": content[:-9] + bytes([content[-9] ^ 1]) + content[-8:], "short": content[:-9]}
        self._send(200, changed.get(how, content))

    def _send(self, status, content):
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
