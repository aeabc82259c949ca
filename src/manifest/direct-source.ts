import { isDistributionName, normaliseName } from "./distribution-name.ts";
import { quote } from "./quote.ts";

/** A file that a phase asks for by where it lies, instead of by a version that an index has. */
export interface DirectSource {
  /** A web address without `#…`, or a path beneath the manifest's folder, which begins with `./`. */
  readonly address: string;
  /** What its content must hash to, where the manifest says so. */
  readonly sha256: string | undefined;
  readonly kind: "wheel" | "archive";
}

/** A requirement of that kind, taken apart. */
export interface DirectText {
  /** What stands before the `@`; empty for a bare path. */
  readonly front: string;
  readonly target: string;
  readonly marker: string | undefined;
}

const LONGEST_ADDRESS = 2000;

/** `name[extra] @ target ; marker`, or a bare target; undefined for a requirement by version. */
export function splitDirect(text: string): DirectText | undefined {
  const trimmed = text.trim();
  // A URL may hold a semicolon: the marker's has white space before it (PEP 508).
  const end = trimmed.search(/\s;/);
  const whole = end < 0 ? trimmed : trimmed.slice(0, end).trim();
  const marker = end < 0 ? undefined : trimmed.slice(trimmed.indexOf(";", end) + 1).trim();
  const named = /^([A-Za-z0-9][\w.-]*\s*(?:\[[^\]]*\])?)\s*@\s*(.*)$/.exec(whole);
  const target = named ? (named[2] ?? "") : whole;
  if (!named && !/^(?:[a-z][a-z0-9.-]*\+|[a-z][a-z0-9+.-]*:\/\/|file:|\.\.?\/)/i.test(whole))
    return undefined;
  return { front: named?.[1]?.trim() ?? "", target, marker };
}

/** Whether an address is a path beneath the manifest's folder. */
export function isLocalAddress(address: string): boolean {
  return address.startsWith("./");
}

/** The last part of an address, as a file is called. */
export function addressedFile(address: string): string {
  const path = address.split(/[?#]/)[0] ?? address;
  const name = path.slice(path.lastIndexOf("/") + 1);
  try {
    return isLocalAddress(address) ? name : decodeURIComponent(name);
  } catch {
    return name; // a lone `%` stands for itself
  }
}

/** What is asked for; only of a target without fault. */
export function directSource(target: string): DirectSource {
  const [address = target, fragment = ""] = isLocalAddress(target) ? [target] : target.split("#", 2);
  return {
    address,
    sha256: HASH.exec(fragment)?.[1],
    kind: addressedFile(address).endsWith(".whl") ? "wheel" : "archive",
  };
}

const HASH = /^sha256=([0-9a-f]{64})$/;

/** The distribution that a file is of, by its own name; undefined for an archive that is called otherwise. */
export function fileDistribution(fileName: string): string | undefined {
  const [, name] = /\.whl$/.test(fileName)
    ? (/^([A-Za-z0-9][\w.]*)-[^-]+-/.exec(fileName) ?? [])
    : (/^([A-Za-z0-9][\w.-]*)-\d[^-]*\.(?:tar\.gz|zip)$/.exec(fileName) ?? []);
  return name;
}

/** What is wrong with a requirement of that kind, and what to write instead. Never repeats an address: it may hold a login. */
export function directFault({ front, target }: DirectText): string | undefined {
  const name = /^[\w.-]*/.exec(front)?.[0] ?? "";
  const fault = targetFault(target, name === "" ? "demo" : name) ?? nameFault(name, target);
  if (fault === undefined || name === "") return fault;
  return fault.startsWith("`") ? `${quote(name)}: ${fault}` : `${quote(name)} ${fault}`;
}

function targetFault(target: string, name: string): string | undefined {
  if (/^[a-z][a-z0-9.-]*\+/i.test(target)) return versionControl(target, name);
  if (/^(?:file:|[/~\\]|[A-Za-z]:[\\/])/i.test(target)) {
    return `is asked for by a path of one machine; write one beneath the manifest's folder, such as \`${name} @ ./wheels/${fileOf(name)}\``;
  }
  return /^[a-z][a-z0-9+.-]*:/i.test(target) ? addressFault(target, name) : pathFault(target, name);
}

/** uv and pip call git for it, in the container that plans and in each that installs; a base seldom has it. */
function versionControl(target: string, name: string): string {
  return `is asked for from version control, which would take git in every container and may answer otherwise tomorrow; write the address of an archive of the commit, such as \`${name} @ ${archiveOf(target)}\``;
}

/** Where forges keep archives of a commit; never with a login, and only for a revision that can't move. */
function archiveOf(target: string): string {
  const [, place, commit] =
    /^git\+(https:\/\/[\w.-]{1,200}\/[\w./-]{1,300}?)(?:\.git)?@([0-9a-f]{40})(?:#.*)?$/.exec(target) ?? [];
  return place === undefined ? "https://…/archive/<commit>.tar.gz" : `${place}/archive/${commit}.tar.gz`;
}

function addressFault(target: string, name: string): string | undefined {
  if (/;\s/.test(target))
    return "is asked for by an address that runs into its marker; write a space before the `;`";
  const url = target.length <= LONGEST_ADDRESS && URL.canParse(target) ? new URL(target) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || /\s/.test(target)) {
    return `is asked for by something else than a web address; write one such as \`${name} @ https://files.example/${fileOf(name)}\``;
  }
  if (url.username !== "" || url.password !== "") {
    return "is asked for by an address with credentials, which belong to the configuration of the machine that builds; write the address without them";
  }
  if (url.search !== "") {
    return "is asked for by an address with a `?`, behind which keys stand that a plan and a lock would repeat; write an address without it";
  }
  if (url.hash !== "" && !HASH.test(url.hash.slice(1))) {
    return "is asked for by an address whose `#…` isn't `#sha256=` and 64 lower-case hexadecimal digits; write that, or nothing";
  }
  return kindFault(url.pathname, name);
}

function pathFault(target: string, name: string): string | undefined {
  const given = quote(target);
  if (target === "") return `has nothing behind its \`@\`; write \`${name} @ ./wheels/${fileOf(name)}\``;
  if (/[\\\s#?]/.test(target)) return `${given} has a character that no wheel's path has; rename the file`;
  if (target.split("/").includes("..")) {
    return `${given} has \`..\` in it; write the path of a file beneath the manifest's folder`;
  }
  if (!isLocalAddress(target)) {
    return /[/]|\.(?:whl|tar\.gz|zip)$/.test(target)
      ? `${given} isn't told from a name; write \`./${given.slice(1, -1)}\``
      : `${given} is neither an address nor a path; write a version such as \`${name}==1.0\`, or \`${name} @ ./wheels/${fileOf(name)}\``;
  }
  if (/\/\.?\//.test(target)) return `${given} isn't in its shortest form; write one slash between two names`;
  return kindFault(target, name, given);
}

function kindFault(path: string, name: string, given = ""): string | undefined {
  const what = given === "" ? "is asked for by an address that" : given;
  if (!/\.(?:whl|tar\.gz|zip)$/.test(path)) {
    return given === ""
      ? `${what} ends in none of .whl, .tar.gz and .zip; write the address of such a file`
      : `${what} is neither a wheel nor a source archive (.whl, .tar.gz, .zip); for a folder, build its wheel first: \`pip wheel --no-deps -w wheels ${given.slice(1, -1)}\``;
  }
  if (path.endsWith(".whl") && !WHEEL.test(addressedFile(path))) {
    return `${what} isn't called as a wheel is; write one such as ${fileOf(name)}`;
  }
  return undefined;
}

/** name-version(-build)?-python-abi-platform (PEP 427). */
const WHEEL = /^[A-Za-z0-9][\w.]*-\d[\w.+!]*(?:-\d[^-]*)?-[\w.]+-[\w.]+-[\w.]+\.whl$/;

function nameFault(name: string, target: string): string | undefined {
  const { address, kind } = directSource(target);
  const own = fileDistribution(addressedFile(address));
  if (name === "") {
    // A path is told without its credentials: it has none.
    if (own !== undefined && isDistributionName(own) && isLocalAddress(address)) return undefined;
    const example = own !== undefined && isDistributionName(own) ? own : "demo";
    return `is asked for by where it lies, without a name; write \`${example} @ \` before it`;
  }
  if (kind === "archive" || own === undefined || normaliseName(own) === normaliseName(name)) return undefined;
  return `is asked for by a wheel of ${quote(own)}; write \`${normaliseName(own)} @ …\`, or the wheel that is meant`;
}

function fileOf(name: string): string {
  return `${name.replaceAll("-", "_")}-1.0-py3-none-any.whl`;
}
