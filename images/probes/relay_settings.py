"""What login_relay.py is told: the hosts with a login, and this machine's proxies. Standard library only."""

import base64
import glob
import os
import re
import ssl
import sysconfig
import urllib.parse
import urllib.request


class Settings:
    def __init__(self, settings, context):
        self.logins = settings["logins"]
        self.proxies = settings["proxies"]
        self.context = context
        secure = [host for host, one in self.logins.items() if one["origin"].startswith("https:")]
        hosts = "|".join(re.escape(host) for host in secure)
        self.links = re.compile(("https://(?=(?:%s)(?![\\w.-]|:\\d))" % hosts).encode(), re.I) if secure else None

    def proxy_for(self, scheme, host):
        """The machine's proxy for a host as (host, port, headers), or None."""
        address = self.proxies.get(scheme)
        no = self.proxies.get("no") or ""
        if not address or urllib.request.proxy_bypass_environment(host, {"no": no}):
            return None
        url = urllib.parse.urlsplit(address if "://" in address else "http://" + address)
        headers = {}
        if url.username is not None:
            login = "%s:%s" % (urllib.parse.unquote(url.username), urllib.parse.unquote(url.password or ""))
            headers["Proxy-Authorization"] = "Basic " + base64.b64encode(login.encode()).decode()
        return url.hostname, url.port or 80, headers

    def downgraded(self, data):
        """Links to hosts with a login, such that the client comes back here."""
        return data if self.links is None else self.links.sub(b"http://", data)


def secure_context(ca):
    context = ssl.create_default_context(cafile=ca)
    if ca is None and not context.cert_store_stats()["x509_ca"]:
        # A base without certificates: pip brings some.
        pattern = os.path.join(sysconfig.get_paths()["purelib"], "pip", "_vendor", "certifi", "cacert.pem")
        for path in glob.glob(pattern):
            context.load_verify_locations(cafile=path)
    return context
