"""Nobody answers, or nobody who can be trusted."""

import subprocess

from faulty_index import FaultyIndex
from files import FILES
from tools import Excerpt

NAMES = {"self-signed": "localhost", "wrong-host": "other.example", "expired": "localhost"}


def cases(tools, _):
    for tool in ("pip23", "pip26", "uv"):
        yield _case(tools, tool, "no-dns", "https://index.example.invalid/simple/", "N1", "the host name has no address")
        if tool != "uv":
            yield _case(tools, tool, "plain-http", "http://index.example.invalid/simple/", "N8", "pip doesn't use plain HTTP")
        yield _case(tools, tool, "refused", "http://127.0.0.1:9/simple/", "N2", "nothing listens on the port")
        yield _case(tools, tool, "proxy-gone", "https://index.example/simple/", "N2", "the proxy refuses the connection", {"HTTPS_PROXY": "http://127.0.0.1:9"})
        for fault in NAMES:
            yield _certificate_case(tools, tool, fault)


def _case(tools, tool, name, address, expected, cause, env=None):
    def run():
        code, output = tools.run(tool, address, "demo==1.0", env=env)
        return Excerpt(f"{tool}-{name}", tool, tools.version(tool), cause, expected, output, code)

    return run


def _certificate_case(tools, tool, fault):
    def run():
        both = _certificate(tools.folder(), fault)
        server = FaultyIndex(FILES, certificate=both)
        env = {} if fault == "self-signed" else {"SSL_CERT_FILE": str(both)}
        options = ["--cert", str(both)] if env and tool != "uv" else []
        code, output = tools.run(tool, server.address("none"), "demo==1.0", *options, env=env)
        server.shutdown()
        return Excerpt(f"{tool}-tls-{fault}", tool, tools.version(tool), f"the server's certificate: {fault}", "N8", output, code)

    return run


def _certificate(folder, fault):
    """Key and certificate in one file; it is its own authority."""
    key, signed, both, settings = (folder / name for name in ("key.pem", "signed.pem", "both.pem", "ca.conf"))
    end = "20200102000000Z" if fault == "expired" else "20990101000000Z"
    settings.write_text(
        f"[ca]\ndefault_ca=own\n[own]\ndatabase={folder}/index.txt\nnew_certs_dir={folder}\nrand_serial=yes\n"
        "default_md=sha256\npolicy=any\nx509_extensions=ext\n[any]\ncommonName=supplied\n"
        f"[ext]\nsubjectAltName=DNS:{NAMES[fault]}\n"
    )
    (folder / "index.txt").touch()
    request = ["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAMES[fault]}"]
    _quietly([*request, "-keyout", str(key), "-out", str(folder / "request.pem")])
    sign = ["openssl", "ca", "-batch", "-selfsign", "-notext", "-config", str(settings), "-keyfile", str(key)]
    dates = ["-startdate", "20200101000000Z", "-enddate", end]
    _quietly([*sign, *dates, "-in", str(folder / "request.pem"), "-out", str(signed)])
    both.write_text(key.read_text() + signed.read_text())
    return both


def _quietly(command):
    subprocess.run(command, check=True, capture_output=True)
