import { pageWasRead } from "../relevant-lines.ts";
import { type FailureRule, failureRule } from "../signature.ts";

/** The end of an address of a file, as opposed to that of a page of the index. */
const FILE = String.raw`\.(?:whl|tar\.gz|tgz|zip|tar\.bz2|metadata)`;

/** uv's status line for a file, or for anything. */
function uvStatus(statuses: string, end: string): RegExp {
  return new RegExp(
    String.raw`^(?:cause: |Caused by: )?HTTP status (?:server|client) error \((?:${statuses})\b[^)]{0,80}\) for url \(\S{0,3000}${end}`,
  );
}

/** pip's words for a file that it could not fetch. */
function pipFile(statuses: string): RegExp {
  return new RegExp(
    String.raw`(?:HTTP error (?:${statuses}) while getting|because of HTTP error (?:${statuses})\b|^ERROR: Could not install packages due to an OSError: HTTP.{0,3000}too many (?:${statuses}) error responses)`,
  );
}

/** pip's words for a page of the index that it could not fetch; only its debug log holds them. */
function pipPage(statuses: string): RegExp {
  return new RegExp(
    String.raw`^Could not fetch URL \S{1,3000}: (?:.{0,3000}too many (?:${statuses}) error responses|(?:${statuses}) (?:Client|Server) Error)`,
  );
}

/** The words of images/probes/prefetch.py, which fetches what sources are built with. */
function ownFile(statuses: string): RegExp {
  return new RegExp(String.raw`^Failed to download \S{1,3000}: HTTPError: HTTP Error (?:${statuses})\b`);
}

const BUSY = "5\\d\\d|408";
/** Our own client's words. */
const OWN_BUSY = new RegExp(String.raw`^GET \S{1,3000}: status (?:${BUSY}|425)$`);

/** The index answered, but not with the requested file or page. */
export const INDEX_RULES: readonly FailureRule[] = [
  failureRule({
    id: "N4",
    name: "too many requests",
    seen: "The server limits the rate of requests (429).",
    retry: "bridge",
    error: "registry",
    remedy:
      "Wait as long as the server asks, log in to the index so that its higher limit counts, or use a mirror or proxy cache.",
    signatures: [
      { trust: "cause", pattern: pipPage("429"), tools: ["pip"] },
      { trust: "cause", pattern: pipFile("429"), tools: ["pip"] },
      { trust: "cause", pattern: uvStatus("429", ""), tools: ["uv"] },
      { trust: "cause", pattern: /^GET \S{1,3000}: status 429$/, tools: ["http"] },
      { trust: "text", pattern: ownFile("429"), tools: ["command"] },
      { trust: "cause", pattern: /\b429 {1,2}Too Many Requests/, tools: ["apt"] },
      {
        trust: "text",
        pattern: /\b429 (?:Client Error|Too Many Requests)|returned error: 429/i,
        tools: ["command"],
      },
    ],
  }),
  failureRule({
    id: "N6",
    name: "file host unavailable",
    seen: "The index answers, but the host of the files answers with a server error (5xx or 408).",
    retry: "bridge",
    error: "registry",
    remedy:
      "Run again when the file host answers: finished phases are kept. A mirror bridges longer outages.",
    signatures: [
      { trust: "cause", pattern: pipFile(BUSY), tools: ["pip"] },
      { trust: "cause", pattern: uvStatus(BUSY, FILE), tools: ["uv"] },
      { trust: "cause", pattern: OWN_BUSY, tools: ["http"] },
      {
        trust: "text",
        pattern: /HTTP Error 5\d\d:|returned error: 5\d\d|\b50[0234] Server Error/i,
        tools: ["command"],
      },
    ],
  }),
  failureRule({
    id: "N3",
    name: "index unavailable",
    seen: "The index answers with a server error (5xx or 408). pip hides this behind “No matching distribution found … (from versions: none)”.",
    retry: "bridge",
    error: "registry",
    remedy: "Run again when the index answers: finished phases are kept. A mirror bridges longer outages.",
    signatures: [
      { trust: "cause", pattern: pipPage(BUSY), tools: ["pip"] },
      { trust: "cause", pattern: uvStatus(BUSY, ""), tools: ["uv"] },
    ],
  }),
  failureRule({
    id: "N5",
    name: "index refuses",
    seen: "The index or file host wants a login, or forbids what was asked (401, 403).",
    error: "registry",
    remedy:
      "Give this machine's pip or uv configuration (or .netrc) a login for the address named above, or have the package put on the index's list of allowed ones.",
    signatures: [
      { trust: "text", pattern: ownFile("401|403|407"), tools: ["command"] },
      { trust: "cause", pattern: pipPage("401|403|407"), tools: ["pip"] },
      { trust: "cause", pattern: pipFile("401|403|407"), tools: ["pip"] },
      { trust: "cause", pattern: uvStatus("401|403|407", ""), tools: ["uv"] },
      {
        trust: "cause",
        pattern: /lack of valid authentication credentials|returned a 403 Forbidden error/,
        tools: ["uv"],
      },
      {
        trust: "cause",
        pattern: /\b(?:401 {1,2}Unauthorized|403 {1,2}Forbidden|407 {1,2}Proxy)/,
        tools: ["apt"],
      },
    ],
  }),
  failureRule({
    id: "N6G",
    name: "file gone",
    seen: "The index lists the file, but its host no longer has it (404, 410): it was removed, or a mirror is out of step.",
    retry: "once",
    recovery: "fresh-download",
    error: "conflict",
    remedy: "Plan again with --refresh: the index's next best version is taken.",
    signatures: [
      { trust: "text", pattern: ownFile("404|410"), tools: ["command"] },
      { trust: "cause", pattern: pipFile("404|410"), tools: ["pip"] },
      { trust: "cause", pattern: uvStatus("404|410", ""), tools: ["uv"] },
    ],
  }),
  failureRule({
    id: "N0",
    name: "index answer unknown",
    seen: "pip found no version at all and doesn't say why; without its debug log an outage looks the same as a misspelt name.",
    retry: "attempts",
    error: "registry",
    remedy:
      "Run pip with --log FILE: the file says what the index answered. Then correct the name, or wait for the index.",
    signatures: [
      {
        trust: "verdict",
        pattern: /\(from versions: none\)/,
        tools: ["pip"],
        unless: pageWasRead,
      },
    ],
  }),
];
