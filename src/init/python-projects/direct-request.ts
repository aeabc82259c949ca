import { fileURLToPath } from "node:url";
import {
  addressedFile,
  type DirectText,
  fileDistribution,
  isLocalAddress,
  splitDirect,
} from "../../python/direct-source.ts";
import { isDistributionName } from "../../python/distribution-name.ts";
import { privateIndexFault } from "../../python/index-url.ts";
import { requirementFault } from "../../python/requirement.ts";
import type { Asked } from "../outline.ts";
import { holdsSecret } from "../without-secrets.ts";

/** A requirement by a file as the manifest writes it, or why it can't hold it: goes on from `…, `. */
export type DirectRequest = { readonly text: string } | { readonly fault: string };

/** What lies at an address or a path, as pip and uv take it; undefined for a requirement by version. */
export function splitFile(text: string): DirectText | undefined {
  const trimmed = text.trim();
  // Installers take a path also without `./` before it; a manifest doesn't.
  return splitDirect(trimmed) ?? (BARE_FILE.test(trimmed) ? splitDirect(`./${trimmed}`) : undefined);
}

/** Whether an address or path is one of a wheel or archive, as far as its name says. */
export function isFileName(target: string): boolean {
  return /\.(?:whl|tar\.gz|zip)$/.test(target.split("#")[0] ?? "");
}

const BARE_FILE = /^[^\s;'"<>=!~@:]+\.(?:whl|tar\.gz|zip)(?:\s+;.*)?$/;

/** The path that a requirement names on the machine that installs; undefined where it names none. */
export function namedPath(text: string): string | undefined {
  const target = splitFile(text)?.target;
  if (target === undefined || holdsVariable(target)) return undefined;
  if (/^file:\/\//i.test(target)) return pathOfUrl(target);
  // What `splitFile` put before an absolute path goes again.
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

/** Judges what an address or path asks for; undefined for a requirement by version, and for what only git can fetch. */
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
  // A path says the name by itself, and is read more easily alone.
  const front = direct.front !== "" || isPath ? direct.front : nameOf(direct.target);
  const written = [front === "" ? address : `${front} @ ${address}`, direct.marker]
    .filter(Boolean)
    .join(" ; ");
  const fault = addressFault(address) ?? requirementFault(written);
  return fault === undefined ? { text: written } : { fault: `which ${withoutQuoted(fault)}` };
}

function beneath(path: string): string | undefined {
  return path === "" || /^(?:\.\.)?(?:\/|$)|^\.\.\//.test(path) ? undefined : `./${path}`;
}

/** pip's way to name what lies at an address. */
function nameOf(target: string): string {
  const egg = /[#&]egg=([A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?)/.exec(target)?.[1];
  const name = egg ?? fileDistribution(addressedFile(target)) ?? "";
  return isDistributionName(name.replace(/\[.*/, "")) ? name : "";
}

/** Of what stands behind the `#`, the hash is worth keeping. */
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

/** Notes quote the whole text already. */
function withoutQuoted(fault: string): string {
  return fault.replace(/^`[^`]*`:? /, "");
}
