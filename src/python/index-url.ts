import { quote } from "../text/quote.ts";

const LONGEST = 2000;

/** What is wrong with the URL of a package index, public or private. Never repeats a URL that may hold credentials. */
export function indexUrlFault(text: string): string | undefined {
  const url = text.length <= LONGEST && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return "isn't a web address; write one such as `https://index.example/simple`";
  }
  if (url.username !== "" || url.password !== "") {
    return "holds credentials, which belong to the configuration of the machine that builds; write the address without them";
  }
  if (url.search !== "" || url.hash !== "") {
    return "must end with its path; write the address without `?` and `#` and what follows";
  }
  return undefined;
}

/** Why an otherwise good URL may not be named by a manifest unless private indexes are allowed. */
export function privateIndexFault(text: string): string | undefined {
  if (indexUrlFault(text) !== undefined) return undefined;
  const url = new URL(text);
  if (isPrivateHost(url.hostname)) {
    return `leads to ${quote(url.hostname)}, inside the machine or its network; configure it on the machine, or allow it with \`--allow-private-index\``;
  }
  if (url.protocol === "http:") {
    return "isn't encrypted; write `https://`, or allow it with `--allow-private-index`";
  }
  return undefined;
}

/** Why an address outside may not send a plan to another one unless private indexes are allowed. */
export function privateRedirectFault(from: URL, to: URL): string | undefined {
  if (isPrivateHost(from.hostname) || !isPrivateHost(to.hostname)) return undefined;
  return "lies inside the machine or its network";
}

/** Why a repository's address may not be named unless private hosts are allowed; ssh is always encrypted. */
export function privateGitFault(url: string): string | undefined {
  const { host, protocol } = new URL(url);
  return privateIndexFault(protocol === "ssh:" ? `https://${host}/` : url);
}

/** Judges the host's name only. A public name may resolve to a private address: the code that fetches must refuse that. */
function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (host.includes(":")) return isPrivateIpv6(host);
  if (/^\d+(?:\.\d+){3}$/.test(host)) return isPrivateIpv4(host.split(".").map(Number));
  return /^[^.]*$|\.(?:localhost|local|internal|lan|home\.arpa)$/.test(host);
}

function isPrivateIpv4([first = 0, second = 0]: readonly number[]): boolean {
  if (first === 0 || first === 10 || first === 127 || first >= 224) return true;
  if (first === 100) return second >= 64 && second < 128;
  if (first === 172) return second >= 16 && second < 32;
  return (first === 192 && second === 168) || (first === 169 && second === 254);
}

/** Global unicast is 2000::/3; everything else is local, mapped or reserved. */
function isPrivateIpv6(host: string): boolean {
  return !/^[23][0-9a-f]{3}:/.test(host);
}
