import { type FailureRule, failureRule } from "../signature.ts";

/** A file came, but not the promised one. */
export const DOWNLOAD_RULES: readonly FailureRule[] = [
  failureRule({
    id: "H1",
    name: "hash differs",
    seen: "A downloaded file doesn't have the hash that the lock or the index names.",
    retry: "attempts",
    recovery: "fresh-download",
    remedy:
      "A different wrong hash each time is a broken download: check proxy and mirror. The same wrong hash twice means that the file was changed at its source: don't install it; find out who changed it, then plan again with --refresh.",
    signatures: [
      // uv compares sizes before hashes.
      { trust: "cause", pattern: /Size mismatch for `/, tools: ["uv"] },
      { trust: "cause", pattern: /THESE PACKAGES DO NOT MATCH THE HASHES/, tools: ["pip"] },
      { trust: "cause", pattern: /Hash mismatch for/i, tools: ["uv"] },
      // What a source is built with, as images/probes/prefetch.py says it.
      {
        trust: "text",
        pattern: /^Hash mismatch for \S{1,300}: another file than the lock's$/,
        tools: ["command"],
      },
    ],
  }),
  failureRule({
    id: "H2",
    name: "archive damaged",
    seen: "A downloaded wheel or source archive can't be read.",
    retry: "attempts",
    recovery: "fresh-download",
    remedy:
      "If it stays so, the file on the index is broken, or a proxy answers with a page of its own: download the address named above and look.",
    signatures: [
      {
        trust: "cause",
        pattern:
          /^ERROR: Wheel '.{1,300}' located at |InvalidWheel: |has an invalid wheel|BadZipFile|Bad CRC-32|Bad magic number for (?:file header|central directory)|File is not a zip file|zlib\.error|not a gzip file/,
        tools: ["pip"],
      },
      {
        trust: "cause",
        pattern:
          /has an invalid package format|Failed to read from zip file|ZIP file (?:uses|contains)|Invalid (?:local|central|zip) |Bad uncompressed size|Encountered an unexpected header|unable to locate the end of central directory|CRC(?:32)? (?:mismatch|checksum)|a computed CRC|invalid (?:gzip|zip)|bad (?:CRC|checksum)/i,
        tools: ["uv"],
      },
      {
        trust: "verdict",
        pattern:
          /Failed to extract archive|I\/O operation failed during extraction|Failed to unpack|Cannot unpack file/,
        tools: ["uv", "pip"],
      },
    ],
  }),
];
