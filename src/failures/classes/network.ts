import { type FailureRule, failureRule } from "../signature.ts";

const REACH = "Check that containers on this machine reach the address named above (proxy, firewall, DNS)";
const REACH_HERE = "Check that this machine reaches the address named above (proxy, firewall, DNS)";

/** Nobody answered: the way to the index is broken. */
export const NETWORK_RULES: readonly FailureRule[] = [
  failureRule({
    id: "N8",
    name: "server not trusted",
    seen: "The server was reached, but its certificate is self-signed, for another host, expired or not valid yet; or it speaks plain HTTP, which pip ignores.",
    error: "registry",
    remedy:
      "Check this machine's clock first, then pass the CA of your proxy or index on (SSL_CERT_FILE, PIP_CERT). An image registry's CA goes into NODE_EXTRA_CA_CERTS and, on the engine's machine, into /etc/docker/certs.d/HOST/ca.crt. Surelayer never turns the check off.",
    signatures: [
      {
        trust: "cause",
        pattern:
          /certificate verify failed|CERTIFICATE_VERIFY_FAILED|SSLCertVerificationError|invalid peer certificate|ssl-verification-failed|problem confirming the ssl certificate|certificate is not (?:yet valid|trusted)|certificate (?:has expired|verification failed)|is not valid yet|server certificate verification failed|SSL certificate problem/i,
      },
      {
        trust: "cause",
        tools: ["pip"],
        pattern: /is not a trusted or secure host and is being ignored/i,
        // pip says so of each index that it asks. It is the cause only of what pip then doesn't find.
        unless: (lines) => !lines.some((line) => /No matching distribution found/i.test(line.text)),
      },
      {
        trust: "kernel",
        tools: ["engine"],
        pattern: /\bx509: |tls: failed to verify|server gave HTTP response to HTTPS client/,
      },
    ],
  }),
  failureRule({
    id: "N1",
    name: "host name not resolved",
    seen: "The name of the index or mirror has no address: DNS is down, or the name is misspelt.",
    retry: "bridge",
    error: "registry",
    remedy: `${REACH}. If the runner itself resolves the name, give the engine a resolver ("dns" in daemon.json); else correct the name.`,
    machineRemedy: `${REACH_HERE}, and that the host's name is spelt right.`,
    signatures: [
      {
        trust: "cause",
        pattern:
          /Temporary failure in name resolution|Name or service not known|No address associated with hostname|NameResolutionError|Name does not resolve|failed to lookup address information|dns error|Temporary failure resolving|Could not resolve(?: host)?[ :']|Failed to resolve '|getaddrinfo (?:ENOTFOUND|EAI_AGAIN)/i,
      },
    ],
  }),
  failureRule({
    id: "N7",
    name: "download cut short",
    seen: "A download began and ended before its last byte.",
    retry: "bridge",
    recovery: "fresh-download",
    error: "registry",
    remedy: `${REACH}; a proxy that limits size or time per download cuts large wheels. With pip, use 25.2 or newer, which resumes.`,
    machineRemedy: `${REACH_HERE}; a proxy that limits size or time per download cuts large files.`,
    signatures: [
      {
        trust: "cause",
        pattern:
          /IncompleteDownloadError|incomplete-download|IncompleteRead|Connection broken|Response ended prematurely|InvalidChunkLength|end of file before message length|unexpected (?:end of file|EOF)|transfer closed with|early EOF/i,
        tools: ["pip", "uv"],
      },
      {
        trust: "text",
        pattern: /IncompleteRead\(|Response ended prematurely|transfer closed with|fatal: early EOF/,
        tools: ["command"],
      },
    ],
  }),
  failureRule({
    id: "N2",
    name: "connection failed",
    seen: "The server refused the connection, reset it, or said nothing in time.",
    retry: "bridge",
    error: "registry",
    remedy: `${REACH}, then run again: finished phases are kept.`,
    machineRemedy: `${REACH_HERE}, then run again.`,
    signatures: [
      { trust: "verdict", pattern: / got no answer: /, tools: ["http"] },
      {
        trust: "text",
        pattern:
          /^Failed to download \S{1,3000}: (?:URLError|TimeoutError|Connection\w{0,30}|RemoteDisconnected): /,
        tools: ["command"],
      },
      {
        trust: "cause",
        pattern:
          /^Could not fetch URL \S{1,3000}: (?:connection error|\S{1,300} didn't respond|.{0,3000}\(Caused by (?!ResponseError))/,
        tools: ["pip"],
      },
      {
        trust: "cause",
        pattern:
          /^ERROR: Could not install packages due to an OSError: HTTP.{0,3000}\(Caused by (?!ResponseError)|ReadTimeoutError|Read timed out|ConnectTimeoutError|NewConnectionError|Tunnel connection failed/,
        tools: ["pip"],
      },
      {
        trust: "cause",
        pattern:
          /tcp connect error|Connection (?:refused|reset by peer) \(os error|operation timed out|due to network timeout|connection closed before message completed/i,
        tools: ["uv"],
      },
      {
        trust: "verdict",
        pattern:
          /error sending request|error decoding response body|request or response body error|^error: Request failed after/,
        tools: ["uv"],
      },
      {
        trust: "verdict",
        pattern: /\b(?:connection-failed|connection-timeout|proxy-connection-failed)\b|Retries exhausted/,
        tools: ["pip"],
      },
      {
        trust: "text",
        pattern:
          /^curl: \((?:7|28|35|52|56)\)|ConnectionRefusedError|ConnectionResetError|^fatal: unable to access /,
        tools: ["command"],
      },
    ],
  }),
];
