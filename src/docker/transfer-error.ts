import { EngineError, RegistryError } from "../text/errors.ts";
import { parseReference } from "../text/reference.ts";

/** A pull or push, in which the engine talks to a registry. */
export interface Transfer {
  readonly direction: "pull" | "push";
  readonly reference: string;
}

interface Reason {
  readonly pattern: RegExp;
  readonly message: (transfer: Transfer, registry: string) => string;
  readonly remedy: (registry: string) => string;
}

/** Engines' words about a registry's refusal; the first matching sign counts. */
const REASONS: readonly Reason[] = [
  {
    pattern: /HTTP response to HTTPS client/i,
    message: (_, registry) => `The registry ${registry} speaks plain HTTP, and the engine insists on HTTPS.`,
    remedy: (registry) =>
      `Give the registry a certificate, or add "${registry}" to insecure-registries in the engine's daemon.json; with Podman, ` +
      "write `[[registry]]`, `location` and `insecure = true` into /etc/containers/registries.conf. " +
      "An engine trusts plain HTTP without that on its own loopback addresses only.",
  },
  {
    pattern:
      /x509: .{0,300}(?:has expired|is valid for|not valid for any names|any IP SANs|legacy Common Name)/i,
    message: (_, registry) => `The certificate of the registry ${registry} isn't valid, says the engine.`,
    remedy: (registry) =>
      `Give the registry a certificate that is in force and names ${registry}, and check the clock of the engine's machine.`,
  },
  {
    pattern: /x509|certificate/i,
    message: (_, registry) => `The engine does not trust the certificate of the registry ${registry}.`,
    remedy: (registry) =>
      `Put the registry's CA into /etc/docker/certs.d/${registry}/ca.crt on the engine's machine; it needs no restart. ` +
      "This machine asks the registry, too: name the same file in NODE_EXTRA_CA_CERTS.",
  },
  {
    // A 403 about the pace looks like one about the login.
    pattern: /toomanyrequests|too many requests|\b429\b|secondary rate limit/i,
    message: (_, registry) => `The registry ${registry} limits the rate of requests.`,
    remedy: (registry) => `Wait and run again, or raise the limit with \`docker login ${registry}\`.`,
  },
  {
    pattern: /unauthorized|authentication required|no basic auth credentials|\bdenied\b|forbidden/i,
    message: ({ direction, reference }, registry) =>
      `The registry ${registry} does not let this user ${direction} ${reference}.`,
    remedy: (registry) => `Check the name, and log in with \`docker login ${registry}\`.`,
  },
  {
    pattern: /manifest.*(unknown|not found)|name unknown|not found|does not exist or no pull access/i,
    message: ({ reference }, registry) => `The registry ${registry} has no image ${reference}.`,
    remedy: () => "Check name and tag, or platform: only linux/amd64 images are used.",
  },
  {
    pattern:
      /connection refused|no such host|no route to host|timeout|timed out|i\/o|EOF|reset by peer|server misbehaving/i,
    message: (_, registry) => `The engine can't reach the registry ${registry}.`,
    remedy: () => "Check that the registry runs and that the engine's machine reaches it (network, proxy).",
  },
];

/** Error for a pull or push that the engine reports as failed. */
export function transferError(text: string, transfer: Transfer, cause: unknown): Error {
  const details = { evidence: text, cause };
  if (/(image|tag) does not exist|reference does not exist|failed to find image/i.test(text)) {
    return new EngineError(`The engine holds no image ${transfer.reference} to push.`, details);
  }
  const registry = parseReference(transfer.reference).registry;
  const reason = REASONS.find(({ pattern }) => pattern.test(text));
  const message =
    reason?.message(transfer, registry) ??
    `The engine could not ${transfer.direction} ${transfer.reference}.`;
  return new RegistryError(message, { ...details, ...(reason && { remedy: reason.remedy(registry) }) });
}
