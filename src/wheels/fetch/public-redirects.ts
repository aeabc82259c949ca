import type { Http, RedirectFault } from "../../ports/machine.ts";
import { privateRedirectFault } from "../../python/index-url.ts";

interface RedirectRules {
  /** `--allow-private-index`: follow wherever a host sends. */
  readonly allowPrivate: boolean;
  /** Hosts that this machine's own installer configuration names: those may send anywhere, by as many steps as they like. */
  readonly trusted: ReadonlySet<string>;
}

const REMEDY =
  "Write the address that it stands for, or allow what is inside with `--allow-private-index`, if you know who sends you there.";

/** Http that no public address sends into the machine or its network: a manifest may come from anybody. */
export function withPublicRedirects(http: Http, { allowPrivate, trusted }: RedirectRules): Http {
  if (allowPrivate) return http;
  return {
    request: (address, request) =>
      trusted.has(new URL(address).host)
        ? http.request(address, request)
        : http.request(address, { ...request, redirectFault }),
  };
}

/**
 * Asks each address where it leads now: an installer follows wherever it is sent. A host that gives no answer is the
 * installer's matter.
 * @throws RegistryError where one is refused to be followed.
 */
export async function requireStraight(
  addresses: readonly string[],
  http: Http,
  signal: AbortSignal,
): Promise<void> {
  const ask = async (address: string) => {
    try {
      await http.request(address, { headers: { range: "bytes=0-0" }, maxBytes: MOST_BYTES, signal });
    } catch (error) {
      signal.throwIfAborted();
      const { code } = ((error as Error).cause ?? {}) as { readonly code?: unknown };
      if (code === "REDIRECT_REFUSED") throw error;
    }
  };
  await Promise.all(addresses.map(ask));
}

/** A host that knows no ranges sends everything: no more of it than needed. */
const MOST_BYTES = 64 * 1024;

function redirectFault(from: URL, to: URL): RedirectFault | undefined {
  const why = privateRedirectFault(from, to);
  return why === undefined ? undefined : { why, remedy: REMEDY };
}

/** Hosts of the indexes that the machine's own installer configuration names. */
export function configuredHosts(installerEnv: Readonly<Record<string, string>>): ReadonlySet<string> {
  const urls = Object.entries(installerEnv).flatMap(([name, value]) =>
    /INDEX/.test(name) ? value.split(/\s+/) : [],
  );
  return new Set(urls.flatMap((url) => (URL.canParse(url) ? [new URL(url).host] : [])));
}
