import { type FailureRule, failureRule } from "../signature.ts";

const CAUSE = { trust: "cause", tools: ["apt"] } as const;
const VERDICT = { trust: "verdict", tools: ["apt"] } as const;

/** System packages, installed by apt and dpkg. */
export const APT_RULES: readonly FailureRule[] = [
  failureRule({
    id: "R7",
    name: "apt source gone",
    seen: "One of the image's apt sources no longer exists: its distribution is out of support, or the address is wrong.",
    remedy: "Use a newer base image, or correct the source that is named above.",
    signatures: [{ ...CAUSE, pattern: /does not have a Release file|no longer has a Release file/ }],
  }),
  failureRule({
    id: "R8",
    name: "apt source not signed",
    seen: "The key that signs one of the image's apt sources is missing or expired.",
    remedy: "Put the source's current key into the base image, or use a newer base image.",
    signatures: [
      {
        ...CAUSE,
        pattern:
          /NO_PUBKEY|EXPKEYSIG|KEYEXPIRED|BADSIG|is not signed\.|couldn't be verified because the public key/,
      },
    ],
  }),
  failureRule({
    id: "N9",
    name: "package mirror unreliable",
    seen: "apt could not fetch a list or a package, or got one that belongs to another state of the mirror (hash or size differs, 404).",
    retry: "bridge",
    recovery: "fresh-package-lists",
    error: "registry",
    remedy:
      "Run again when the mirror is back or in step; finished phases are kept. Another mirror bridges longer outages. The same wrong package twice, with lists fetched anew in between, was changed at the mirror or on the way: use another mirror.",
    signatures: [
      {
        ...CAUSE,
        pattern:
          /Hash Sum mismatch|File has unexpected size|Mirror sync in progress|^5\d\d {2}\S|^408 {2}|^(?:Connection failed|Connection timed out|Could not connect to) |Clearsigned file isn't valid|Undetermined Error/,
      },
      {
        ...VERDICT,
        pattern:
          /^(?:E|W): (?:Failed to fetch|Some index files failed)|^Err:\d|Unable to fetch some archives/,
      },
    ],
  }),
  failureRule({
    id: "N9P",
    name: "system package not in the lists",
    seen: "apt knows no such package. After an update that got only half of the lists this passes by itself, so it is tried once more with fresh lists.",
    retry: "once",
    recovery: "fresh-package-lists",
    remedy: "Correct the name in `system_packages`, or add the apt source that has it to the base image.",
    signatures: [
      {
        ...VERDICT,
        pattern: /E: Unable to locate package |has no installation candidate|E: Couldn't find any package/,
      },
    ],
  }),
  failureRule({
    id: "L1",
    name: "package manager locked",
    seen: "Another process holds the lock of apt or dpkg.",
    retry: "attempts",
    remedy: "Stop what else installs packages in the image, such as a service that the phase starts.",
    signatures: [{ ...CAUSE, pattern: /Could not get lock |is another process using it\?/ }],
  }),
  failureRule({
    id: "B6",
    name: "package script failed",
    seen: "A system package was unpacked, but its own installation script failed.",
    remedy:
      "Read the lines before the one above: they are that script's own. Leave the package out, or pin another version.",
    signatures: [
      {
        ...VERDICT,
        pattern:
          /^dpkg: error processing |Sub-process \/usr\/bin\/dpkg returned an error code|post-installation script subprocess returned error/,
      },
    ],
  }),
];
