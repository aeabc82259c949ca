import { normaliseName } from "./distribution-name.ts";
import { indexUrlFault } from "./index-url.ts";
import type { Requirement } from "./requirement.ts";

/** What a `wheels:` template may hold between braces. */
const WHEEL_FIELDS = [
  "version",
  "cuda_major",
  "cuda_version",
  "torch_minor",
  "cxx11abi",
  "python_tag",
  "platform",
] as const;
export type WheelField = (typeof WHEEL_FIELDS)[number];

const PLACEHOLDER = /\{([A-Za-z0-9_]{1,40})\}/g;
const LONGEST = 2000;

/** What is wrong with a template, and what to write instead. Never repeats an address that may hold credentials. */
export function templateFault(template: string): string | undefined {
  if (template.length > LONGEST) return `is longer than ${LONGEST} characters; write one address`;
  const address = wheelAddress(template);
  const fault = indexUrlFault(address);
  if (fault !== undefined) return fault;
  if (new URL(address).host.includes("{")) return "has a placeholder in its host; write the host's name";
  return placeholderFault(address) ?? nameFault(fileName(address)) ?? hashFault(template);
}

function placeholderFault(address: string): string | undefined {
  const unknown = placeholders(address).find((name) => !isField(name));
  if (unknown !== undefined) {
    const known = WHEEL_FIELDS.map((name) => `\`{${name}}\``).join(", ");
    return `holds \`{${unknown}}\`, which isn't known; known are ${known}`;
  }
  if (/[{}]/.test(address.replaceAll(PLACEHOLDER, ""))) {
    return "has a `{` without its `}`; write placeholders such as `{version}`";
  }
  return placeholders(address).includes("version") ? undefined : "must hold `{version}`";
}

/** Name, version, an optional build number, and three tags (PEP 427). */
function nameFault(name: string): string | undefined {
  if (!name.endsWith(".whl")) return "must end in `.whl`";
  const parts = name.slice(0, -".whl".length).split("-");
  const shaped = [5, 6].includes(parts.length) && parts.every((part) => /^(?:[\w.+!{}]|%2B)+$/i.test(part));
  if (shaped && /^[\w.]+$/.test(parts[0] ?? "")) return undefined;
  return "must end in a wheel's file name, such as `demo-{version}-{python_tag}-{python_tag}-{platform}.whl`";
}

function hashFault(template: string): string | undefined {
  const fragment = template.slice(wheelAddress(template).length);
  return fragment === "" || /^#sha256=[0-9a-f]{64}$/.test(fragment)
    ? undefined
    : "may end in `#sha256=` and 64 lower-case hexadecimal digits, and in no other `#…`";
}

/** The distribution that a template's file name is of, normalised. */
export function templatePackage(template: string): string {
  return normaliseName(fileName(wheelAddress(template)).split("-")[0] ?? "");
}

/** Why a template doesn't fit its phase's packages. The packages must pin its version, because the version is needed before the resolution. */
export function unpinnedFault(template: string, packages: readonly Requirement[]): string | undefined {
  const name = templatePackage(template);
  if (!packages.some((one) => one.normalised === name)) {
    return `is for \`${name}\`, as its file name begins; add it to this phase's \`packages\`, such as \`${name}==1.0\``;
  }
  if (pinnedVersion(packages, name) !== undefined) return undefined;
  return `is for \`${name}\`, whose version it must know; pin it in \`packages\`, such as \`${name}==1.0\``;
}

/** The version of a package that is asked for by `==`; undefined where it isn't, or only in some environments. */
export function pinnedVersion(packages: readonly Requirement[], name: string): string | undefined {
  for (const { normalised, specifiers, marker } of packages) {
    const version = /^==([^*]+)$/.exec(specifiers.length === 1 ? (specifiers[0] ?? "") : "")?.[1];
    if (normalised === name && version !== undefined && marker === undefined) return version;
  }
  return undefined;
}

/** A template without the hash at its end. */
export function wheelAddress(template: string): string {
  return template.split("#", 1)[0] ?? template;
}

/** Names between braces, in order. */
export function placeholders(template: string): readonly string[] {
  return [...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? "");
}

/** A template with every placeholder replaced. */
export function fillTemplate(template: string, value: (field: WheelField) => string): string {
  return template.replaceAll(PLACEHOLDER, (whole, name: string) => (isField(name) ? value(name) : whole));
}

function isField(name: string): name is WheelField {
  return WHEEL_FIELDS.some((field) => field === name);
}

function fileName(address: string): string {
  return address.slice(address.lastIndexOf("/") + 1);
}
