import { type FailureRule, failureRule } from "../signature.ts";

const ENGINE = { trust: "kernel", tools: ["engine"] } as const;

const STUCK =
  "See what the registry's log says of the upload. Docker 20.10 holds on to an upload that is stuck until its connection ends: if the next push stands still as well, restart the engine.";

/** The container engine and the image registry behind it. */
export const ENGINE_RULES: readonly FailureRule[] = [
  failureRule({
    id: "N11",
    name: "registry refuses",
    seen: "The image registry wants a login, forbids the push or pull, or has no image of this name.",
    error: "registry",
    remedy: "Check the name, and log in (`docker login`) with an account that may write there.",
    signatures: [
      {
        ...ENGINE,
        // Such a refusal is about the pace, and no login helps.
        unless: /rate limit/i,
        pattern:
          /^(?:unauthorized|denied)\b|unauthorized: |authentication required|no basic auth credentials|requested access to the resource is denied|\bdenied: |name unknown|manifest unknown|does not let this user|has no image /i,
      },
    ],
  }),
  failureRule({
    id: "N10",
    name: "registry unavailable",
    seen: "The image registry answers with a server error, limits requests, breaks the connection or says nothing any more.",
    retry: "bridge",
    error: "registry",
    remedy: "Run again when the registry answers; what it has already is not sent again.",
    remedyFor: (line) => (line.includes("stopped answering in the push") ? STUCK : undefined),
    signatures: [
      {
        ...ENGINE,
        pattern:
          /^The (?:registry|token service of) \S{1,300} (?:does not answer\.|stopped answering|limits the rate)|^HTTP (?:408|425|429|50[0234])\b|secondary rate limit|received unexpected HTTP status: 5\d\d|toomanyrequests|unexpected status(?: code)?[: ].{0,300}(?:5\d\d|429) |too many requests|can't reach the registry|limits the rate of requests|net\/http: TLS handshake timeout|dial tcp: lookup |dial tcp \S{1,100}: (?:connect|i\/o)|read tcp \S{1,100}->\S{1,100}: |(?:Head|Get|Put|Post|Patch) "https?:\/\/\S{1,500}": (?!x509|tls: failed to verify|http: server gave)|unexpected EOF|write: broken pipe/i,
      },
    ],
  }),
  failureRule({
    id: "X2",
    name: "container name in use",
    seen: "Something else on the engine has the name that is needed.",
    error: "engine",
    remedy: "Remove the container that is named above, or run again: names are new for each run.",
    signatures: [
      {
        ...ENGINE,
        pattern: /is already in use by container|The container name ".{1,200}" is already in use/,
      },
    ],
  }),
  failureRule({
    id: "X3",
    name: "container paused",
    seen: "The engine has paused the container, as it does while it commits a layer.",
    retry: "attempts",
    error: "engine",
    remedy: "Wait until the commit is done; if nobody commits, unpause the container.",
    signatures: [{ ...ENGINE, pattern: /is paused, unpause|is paused\b/ }],
  }),
  failureRule({
    id: "X4",
    name: "container gone",
    seen: "The build container was stopped or removed from outside while it was in use.",
    retry: "once",
    error: "engine",
    remedy: "See what else cleans up on this engine (`docker prune` in another job?), then run again.",
    signatures: [
      {
        ...ENGINE,
        pattern:
          /No such container|is not running|No such exec instance|removal of container .{1,200} is already in progress|marked for removal/i,
      },
    ],
  }),
  failureRule({
    id: "X5",
    name: "image removed",
    seen: "An image that the build needs was removed from the engine while the build went on, often one of its finished layers.",
    retry: "attempts",
    recovery: "remake-layer",
    error: "engine",
    remedy:
      "See what removes images on this engine: `docker image prune` or `docker rmi` in another job? Then run again. Phases whose layers are left are kept, and a base image is pulled again.",
    signatures: [{ ...ENGINE, pattern: /No such image/i }],
  }),
  failureRule({
    id: "X1",
    name: "engine lost",
    seen: "The container engine stopped answering: it was restarted, or it crashed.",
    retry: "bridge",
    recovery: "reconnect",
    error: "engine",
    remedy: "See whether the engine runs (`docker info`, its log), then run again: finished phases are kept.",
    signatures: [
      {
        ...ENGINE,
        pattern:
          /socket hang up|ECONNREFUSED|ECONNRESET|EPIPE|connect ENOENT|Cannot connect to the Docker daemon|stopped answering|No container engine answers|\bEOF\b|^aborted$|connection (?:refused|reset)|error during connect/i,
      },
    ],
  }),
];
