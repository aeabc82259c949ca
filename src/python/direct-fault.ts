import { quote } from "../text/quote.ts";
import {
  addressedFile,
  type DirectText,
  directSource,
  fileDistribution,
  HASH,
  isLocalAddress,
} from "./direct-source.ts";
import { isDistributionName, normaliseName } from "./distribution-name.ts";
import { gitFault } from "./git-fault.ts";
import { isVersionControl } from "./git-source.ts";

const LONGEST_ADDRESS = 2000;

/** What is wrong with a requirement that names a file or a commit, and what to write instead. Never repeats an address: it may hold a login. */
export function directFault({ front, target }: DirectText): string | undefined {
  const name = /^[\w.-]*/.exec(front)?.[0] ?? "";
  if (isVersionControl(target)) return named(name, gitFault(target, name));
  const fault = targetFault(target, name === "" ? "demo" : name) ?? nameFault(name, target);
  return named(name, fault);
}

function named(name: string, fault: string | undefined): string | undefined {
  if (fault === undefined || name === "") return fault;
  return fault.startsWith("`") ? `${quote(name)}: ${fault}` : `${quote(name)} ${fault}`;
}

function targetFault(target: string, name: string): string | undefined {
  if (/^(?:file:|[/~\\]|[A-Za-z]:[\\/])/i.test(target)) {
    return `is asked for by a path of one machine; write one beneath the manifest's folder, such as \`${name} @ ./wheels/${fileOf(name)}\``;
  }
  return /^[a-z][a-z0-9+.-]*:/i.test(target) ? addressFault(target, name) : pathFault(target, name);
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
