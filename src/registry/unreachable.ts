import { gotNoAnswer } from "../ports/no-answer.ts";
import { messageOf, RegistryError } from "../text/errors.ts";

/** Who was asked, and how. */
interface Asked {
  /** `registry X` or `token service of X`. */
  readonly who: string;
  readonly host: string;
  /** By plain HTTP, as on loopback. */
  readonly plain: boolean;
}

/** Authorities that this machine doesn't know, in the words of Node's TLS. */
const UNKNOWN_AUTHORITY = /^(?:UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;
const WRONG_CERTIFICATE = /^(?:CERT_|ERR_TLS_CERT_)/;

/** Error for a question that got no whole answer. Only "does not answer." is waited for: the other faults stay. */
export function unreachable({ who, host, plain }: Asked, cause: unknown): RegistryError {
  const details = { evidence: messageOf(cause), cause };
  const code = codeOf(cause);
  if (UNKNOWN_AUTHORITY.test(code)) {
    return new RegistryError(`This machine does not trust the certificate of the ${who}.`, {
      ...details,
      remedy:
        "Name a file with its CA in NODE_EXTRA_CA_CERTS, or one with all trusted CAs in SSL_CERT_FILE. " +
        `The engine talks to it as well: put the CA into /etc/docker/certs.d/${host}/ca.crt on the engine's machine.`,
    });
  }
  if (WRONG_CERTIFICATE.test(code)) {
    return new RegistryError(`The certificate of the ${who} isn't valid.`, {
      ...details,
      remedy: `Give it a certificate that is in force and names ${host}, and check this machine's clock.`,
    });
  }
  const end = gotNoAnswer(cause) ? "." : " as it should.";
  return new RegistryError(`The ${who} does not answer${end}`, {
    ...details,
    remedy: plain
      ? "Start it, and check its port. On loopback it is asked by plain HTTP, from this machine."
      : "Check its name and port and this machine's network and proxy. It must speak HTTPS: plain HTTP is for loopback only.",
  });
}

function codeOf(cause: unknown): string {
  const origin = cause instanceof Error ? (cause.cause as { code?: unknown } | undefined) : undefined;
  return typeof origin?.code === "string" ? origin.code : "";
}
