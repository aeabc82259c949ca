import { fileURLToPath } from "node:url";
import {
  addressedFile,
  type DirectText,
  fileDistribution,
  isLocalAddress,
  splitDirect,
} from "../../python/direct-source.ts";
import { isDistributionName, normaliseName } from "../../python/distribution-name.ts";
import { privateIndexFault } from "../../python/index-url.ts";
import { readRequirement } from "../../python/requirement.ts";
import type { Wanted } from "../draft.ts";
import type { Asked } from "../outline.ts";
import { holdsSecret } from "../without-secrets.ts";

/** A requirement of a file as the manifest writes it, or why the manifest can't have it: the end of a sentence `…, `. */
type DirectRequest = Wanted | { readonly fault: string };

/** Splits a requirement that names an address or a path, as pip and uv do; undefined for a requirement by version. */
export function splitFile(text: string): DirectText | undefined {
  const trimmed = text.trim();
  // Installers also take a path without `./`; a manifest doesn't.
  return splitDirect(trimmed) ?? (BARE_FILE.test(trimmed) ? splitDirect(`./${trimmed}`) : undefined);
}

/** The normalised name at the start of a requirement; empty if there is none. */
export function leadingName(text: string): string {
  return normaliseName(/^\s*([\w.-]*)/.exec(text)?.[1] ?? "");
}

/** Whether an address or path ends like the name of a wheel or archive. */
export function isFileName(target: string): boolean {
  return /\.(?:whl|tar\.gz|zip)$/.test(target.split("#")[0] ?? "");
}

const BARE_FILE = /^[^\s;'"<>=!~@:]+\.(?:whl|tar\.gz|zip)(?:\s+;.*)?$/;

/** The path that a requirement names on the installing machine; undefined if it names none. */
export function namedPath(text: string): string | undefined {
  const target = splitFile(text)?.target;
  if (target === undefined || holdsVariable(target)) return undefined;
  if (/^file:\/\//i.test(target)) return pathOfUrl(target);
  // Removes the `./` that `splitFile` added to an absolute path.
  return /^[a-z][a-z0-9+.-]*:/i.test(target) ? undefined : target.replace(/^\.\/(?=\/)/, "");
}

function pathOfUrl(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

function holdsVariable(target: string): boolean {
  return /[${}]/.test(target);
}

/** Judges a requirement of an address or path; undefined for a requirement by version, and for one that only git can fetch. */
export function directRequest({ text, file }: Asked): DirectRequest | undefined {
  const direct = splitFile(text);
  if (direct === undefined || /^[a-z][a-z0-9.-]*\+/i.test(direct.target) || holdsVariable(direct.target)) {
    return undefined;
  }
  const isPath = namedPath(text) !== undefined;
  if (isPath && file === undefined) return undefined;
  const address = isPath ? beneath(file ?? "") : withoutEgg(direct.target);
  if (address === undefined)
    return { fault: "a file outside the manifest's folder: put it there, such as into `wheels/`" };
  // A path has the name in it, so a name before it would only be noise.
  const front = direct.front !== "" || isPath ? direct.front : nameOf(direct.target);
  const written = [front === "" ? address : `${front} @ ${address}`, direct.marker]
    .filter(Boolean)
    .join(" ; ");
  const fault = addressFault(address);
  const read = fault === undefined ? readRequirement(written) : { fault };
  if ("fault" in read) return { fault: `which ${withoutQuoted(read.fault)}` };
  return { text: written, requirement: read.requirement };
}

function beneath(path: string): string | undefined {
  return path === "" || /^(?:\.\.)?(?:\/|$)|^\.\.\//.test(path) ? undefined : `./${path}`;
}

/** The name that pip gives to the file at an address. */
function nameOf(target: string): string {
  const egg = /[#&]egg=([A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?)/.exec(target)?.[1];
  const name = egg ?? fileDistribution(addressedFile(target)) ?? "";
  return isDistributionName(name.replace(/\[.*/, "")) ? name : "";
}

/** Drops `egg=` from the fragment and keeps the hash. */
function withoutEgg(target: string): string {
  const [address = target, fragment = ""] = target.split("#", 2);
  const kept = fragment.split("&").filter((part) => !part.startsWith("egg="));
  return kept.join("&") === "" ? address : `${address}#${kept.join("&")}`;
}

function addressFault(address: string): string | undefined {
  const file = addressedFile(address);
  const platform = /-([\w.]+)\.whl$/.exec(file)?.[1];
  if (platform !== undefined && !/^any$|linux\w*_x86_64$/.test(platform))
    return "is a wheel for other machines";
  if (isLocalAddress(address)) return undefined;
  if (holdsSecret(address) && !/:\/\/[^/]*@|\?/.test(address)) return "looks as if its address held a secret";
  const [plain = address] = address.split("#");
  return privateIndexFault(plain);
}

/** Drops the quoted text from a fault, because notes quote the whole requirement already. */
function withoutQuoted(fault: string): string {
  return fault.replace(/^`[^`]*`:? /, "");
}
