process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  HASH,
  addressedFile,
  directSource,
  distributionNameFault,
  fileDistribution,
  gitSource,
  holdsControlCharacter,
  isDistributionName,
  isLocalAddress,
  isVersionControl,
  normaliseName,
  quote,
  repositoryName,
  splitDirect
} from "./chunk-X6WC3ASN.js";
import {
  NEVER,
  _enum,
  array,
  boolean,
  int,
  literal,
  number,
  object,
  record,
  strictObject,
  string,
  unknown
} from "./chunk-S4TJR5DF.js";
import {
  UsageError
} from "./chunk-NR44LZQS.js";
import {
  __export
} from "./chunk-LSVDQLTT.js";

// src/manifest/settings/image-reference.ts
var COMPONENT = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
var REGISTRY = /^(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?$/;
function imageNameFault(name) {
  if (name.length <= 128 && COMPONENT.test(name)) return void 0;
  if (/[/:@]/.test(name)) {
    return `${quote(name)} is more than a name; registry and tag are given when pushing: write \`${slug(name)}\``;
  }
  return `${quote(name)} can't name an image; write lower-case letters, digits and \`-\`, such as \`${slug(name)}\``;
}
function imageReferenceFault(reference) {
  const shown = quote(reference);
  if (reference.trim() === "") return "is empty; write an image, such as `python:3.12-slim`";
  if (/[^\x21-\x7e]/.test(reference))
    return `${shown} holds a space or a strange character; write it without`;
  if (reference.includes("://"))
    return "is a web address; write the image without `https://`, such as `python:3.12-slim`";
  const [name, digest, more] = reference.split("@");
  if (more !== void 0 || digest !== void 0 && !/^sha256:[0-9a-f]{64}$/.test(digest)) {
    return `${shown} has a wrong digest; write \`@sha256:\` and its 64 digits behind the name`;
  }
  return nameAndTagFault(name ?? "", shown);
}
function nameAndTagFault(text, shown) {
  const colon = text.lastIndexOf(":");
  const tagged = colon > text.lastIndexOf("/");
  const name = tagged ? text.slice(0, colon) : text;
  if (tagged && !/^\w[\w.-]{0,127}$/.test(text.slice(colon + 1))) {
    return `${shown} has a wrong tag; write letters, digits, \`.\`, \`_\` and \`-\` behind the \`:\``;
  }
  const components = name.split("/");
  if (hasRegistry(components)) components.shift();
  if (name.length <= 255 && components.every((component) => COMPONENT.test(component))) return void 0;
  const lower = text.toLowerCase();
  if (lower !== text && nameAndTagFault(lower, "") === void 0) {
    return `${shown} has capital letters in its name; write it as \`${name.toLowerCase()}\``;
  }
  return `${shown} isn't an image reference; write one such as \`python:3.12-slim\``;
}
function hasRegistry(components) {
  const [first = ""] = components;
  return components.length > 1 && (/[.:]/.test(first) || first === "localhost") && REGISTRY.test(first);
}
function slug(text, fallback = "my-image") {
  const last = text.slice(0, 200).split("/").at(-1)?.split(/[:@]/)[0] ?? "";
  const plain = last.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return plain.replaceAll(/^-|-$/g, "").slice(0, 60).replace(/-$/, "") || fallback;
}

// src/python/index-url.ts
var LONGEST = 2e3;
function indexUrlFault(text) {
  const url = text.length <= LONGEST && URL.canParse(text) ? new URL(text) : void 0;
  if (url === void 0 || !/^https?:$/.test(url.protocol)) {
    return "isn't a web address; write one such as `https://index.example/simple`";
  }
  if (url.username !== "" || url.password !== "") {
    return "holds credentials, which belong to the configuration of the machine that builds; write the address without them";
  }
  if (url.search !== "" || url.hash !== "") {
    return "must end with its path; write the address without `?` and `#` and what follows";
  }
  return void 0;
}
function privateIndexFault(text) {
  if (indexUrlFault(text) !== void 0) return void 0;
  const url = new URL(text);
  if (isPrivateHost(url.hostname)) {
    return `leads to ${quote(url.hostname)}, inside the machine or its network; configure it on the machine, or allow it with \`--allow-private-index\``;
  }
  if (url.protocol === "http:") {
    return "isn't encrypted; write `https://`, or allow it with `--allow-private-index`";
  }
  return void 0;
}
function privateRedirectFault(from, to) {
  if (isPrivateHost(from.hostname) || !isPrivateHost(to.hostname)) return void 0;
  return "lies inside the machine or its network";
}
function privateGitFault(url) {
  const { host, protocol } = new URL(url);
  return privateIndexFault(protocol === "ssh:" ? `https://${host}/` : url);
}
function isPrivateHost(hostname) {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (host.includes(":")) return isPrivateIpv6(host);
  if (/^\d+(?:\.\d+){3}$/.test(host)) return isPrivateIpv4(host.split(".").map(Number));
  return /^[^.]*$|\.(?:localhost|local|internal|lan|home\.arpa)$/.test(host);
}
function isPrivateIpv4([first = 0, second = 0]) {
  if (first === 0 || first === 10 || first === 127 || first >= 224) return true;
  if (first === 100) return second >= 64 && second < 128;
  if (first === 172) return second >= 16 && second < 32;
  return first === 192 && second === 168 || first === 169 && second === 254;
}
function isPrivateIpv6(host) {
  return !/^[23][0-9a-f]{3}:/.test(host);
}

// src/python/wheel-template.ts
var WHEEL_FIELDS = [
  "version",
  "cuda_major",
  "cuda_version",
  "torch_minor",
  "cxx11abi",
  "python_tag",
  "platform"
];
var PLACEHOLDER = /\{([A-Za-z0-9_]{1,40})\}/g;
var LONGEST2 = 2e3;
function templateFault(template) {
  if (template.length > LONGEST2) return `is longer than ${LONGEST2} characters; write one address`;
  const address = wheelAddress(template);
  const fault = indexUrlFault(address);
  if (fault !== void 0) return fault;
  if (new URL(address).host.includes("{")) return "has a placeholder in its host; write the host's name";
  return placeholderFault(address) ?? nameFault(fileName(address)) ?? hashFault(template);
}
function placeholderFault(address) {
  const unknown2 = placeholders(address).find((name) => !isField(name));
  if (unknown2 !== void 0) {
    const known = WHEEL_FIELDS.map((name) => `\`{${name}}\``).join(", ");
    return `holds \`{${unknown2}}\`, which isn't known; known are ${known}`;
  }
  if (/[{}]/.test(address.replaceAll(PLACEHOLDER, ""))) {
    return "has a `{` without its `}`; write placeholders such as `{version}`";
  }
  return placeholders(address).includes("version") ? void 0 : "must hold `{version}`";
}
function nameFault(name) {
  if (!name.endsWith(".whl")) return "must end in `.whl`";
  const parts = name.slice(0, -".whl".length).split("-");
  const shaped = [5, 6].includes(parts.length) && parts.every((part) => /^(?:[\w.+!{}]|%2B)+$/i.test(part));
  if (shaped && /^[\w.]+$/.test(parts[0] ?? "")) return void 0;
  return "must end in a wheel's file name, such as `demo-{version}-{python_tag}-{python_tag}-{platform}.whl`";
}
function hashFault(template) {
  const fragment = template.slice(wheelAddress(template).length);
  return fragment === "" || /^#sha256=[0-9a-f]{64}$/.test(fragment) ? void 0 : "may end in `#sha256=` and 64 lower-case hexadecimal digits, and in no other `#\u2026`";
}
function templatePackage(template) {
  return normaliseName(fileName(wheelAddress(template)).split("-")[0] ?? "");
}
function unpinnedFault(template, packages) {
  const name = templatePackage(template);
  if (!packages.some((one) => one.normalised === name)) {
    return `is for \`${name}\`, as its file name begins; add it to this phase's \`packages\`, such as \`${name}==1.0\``;
  }
  if (pinnedVersion(packages, name) !== void 0) return void 0;
  return `is for \`${name}\`, whose version it must know; pin it in \`packages\`, such as \`${name}==1.0\``;
}
function pinnedVersion(packages, name) {
  for (const { normalised, specifiers, marker } of packages) {
    const version = /^==([^*]+)$/.exec(specifiers.length === 1 ? specifiers[0] ?? "" : "")?.[1];
    if (normalised === name && version !== void 0 && marker === void 0) return version;
  }
  return void 0;
}
function wheelAddress(template) {
  return template.split("#", 1)[0] ?? template;
}
function placeholders(template) {
  return [...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? "");
}
function fillTemplate(template, value) {
  return template.replaceAll(PLACEHOLDER, (whole, name) => isField(name) ? value(name) : whole);
}
function isField(name) {
  return WHEEL_FIELDS.some((field) => field === name);
}
function fileName(address) {
  return address.slice(address.lastIndexOf("/") + 1);
}

// src/text/units/expectation.ts
function expected(noun, example) {
  return { error: (issue) => wrongType(issue, noun, example) };
}
function without(fault) {
  return (value, context) => {
    const message = fault(value);
    if (message !== void 0) context.addIssue({ code: "custom", params: { fault: message } });
  };
}
function faultSentence(issue) {
  const fault = issue.code === "custom" ? issue["params"]?.["fault"] : void 0;
  return typeof fault === "string" ? aboutValue(issue.path ?? [], fault) : void 0;
}
function aboutValue(path, fault) {
  if (path.length === 0) return fault;
  return `${describePath(path)}${fault.startsWith("`") ? ":" : ""} ${fault}`;
}
function describePath(path) {
  const parts = path.map((part) => typeof part === "number" ? `[${part}]` : `.${String(part)}`);
  return `\`${parts.join("").replace(/^\./, "")}\``;
}
function kindOf(value) {
  if (value === null || value === void 0) return "nothing";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
      return Number.isFinite(value) ? "a number" : "`.nan` or `.inf`";
    case "bigint":
      return "a number";
    case "boolean":
      return `\`${value}\``;
    default:
      return "a map";
  }
}
function wrongType(issue, noun, example) {
  if (issue.code !== "invalid_type" && issue.code !== "too_small") return void 0;
  const where = describePath(issue.path ?? []);
  if (issue.code === "too_small") return `${where} has no entries; write ${example}`;
  if (issue.input === void 0) return `${where} is missing; write ${example}`;
  if (issue.input === null) return `${where} is empty; write ${example} or remove the key`;
  const quotable2 = noun === "text" && ["number", "boolean", "bigint"].includes(typeof issue.input);
  const remedy = quotable2 ? "put it in quotes" : `write ${example}`;
  return `${where} must be ${noun}, not ${kindOf(issue.input)}; ${remedy}`;
}

// src/text/units/duration.ts
var UNITS = /* @__PURE__ */ new Map([
  ["ms", 1],
  ["s", 1e3],
  ["m", 6e4],
  ["h", 36e5]
]);
var LONGEST_MS = 24 * 36e5;
function parseDuration(text) {
  const [, digits, unit] = split(text);
  const factor = UNITS.get(unit ?? "");
  if (digits === void 0 || factor === void 0) return void 0;
  const milliseconds = Math.round(Number(digits) * factor);
  return milliseconds <= LONGEST_MS ? milliseconds : void 0;
}
function durationFault(text) {
  if (parseDuration(text) !== void 0) return void 0;
  const [, digits, unit] = split(text);
  if (digits === void 0)
    return `${quote(text)} isn't a duration; write a number and a unit, such as \`1s\``;
  if (unit === void 0) return `${quote(text)} has no unit; write \`${digits}s\` for seconds`;
  if (UNITS.has(unit)) return `${quote(text)} is longer than a day; write a shorter duration`;
  return `${quote(unit)} isn't a unit of time; write ms, s, m or h, such as \`${digits}s\``;
}
function split(text) {
  return /^\s*(\d{1,12}(?:\.\d{1,6})?)\s*([^\s\d]\S{0,15})?\s*$/.exec(text) ?? [];
}

// src/text/units/size.ts
var UNITS2 = /* @__PURE__ */ new Map([
  ["B", 1],
  ["kB", 1e3],
  ["MB", 1e6],
  ["GB", 1e9],
  ["TB", 1e12],
  ["KiB", 2 ** 10],
  ["MiB", 2 ** 20],
  ["GiB", 2 ** 30],
  ["TiB", 2 ** 40]
]);
function parseSize(text) {
  const { amount, factor } = split2(text);
  if (amount === void 0 || factor === void 0) return void 0;
  const bytes = Math.round(amount * factor);
  return Number.isSafeInteger(bytes) ? bytes : void 0;
}
function sizeFault(text) {
  if (parseSize(text) !== void 0) return void 0;
  const { amount, unit } = split2(text);
  if (amount === void 0)
    return `${quote(text)} isn't a size; write a number and a unit, such as \`500MB\``;
  if (unit === "") return `${quote(text)} has no unit; write \`${text.trim()}MB\` or \`${text.trim()}GB\``;
  const meant = UNITS2.has(unit) ? void 0 : meantUnit(unit);
  if (meant !== void 0) return `${quote(unit)} isn't a unit of size; write \`${amount}${meant}\``;
  if (UNITS2.has(unit)) return `${quote(text)} is more than any disk holds; write a smaller size`;
  return `${quote(unit)} isn't a unit of size; write MB, GB, MiB or GiB, such as \`${amount}GB\``;
}
function split2(text) {
  const [, digits, unit = ""] = /^\s*(\d{1,15}(?:\.\d{1,9})?)\s*([^\s\d]\S{0,15})?\s*$/.exec(text) ?? [];
  return { amount: digits === void 0 ? void 0 : Number(digits), unit, factor: UNITS2.get(unit) };
}
function meantUnit(unit) {
  const plain = unit.toLowerCase();
  return [...UNITS2.keys()].find(
    (known) => [known.toLowerCase(), known.toLowerCase().slice(0, -1)].includes(plain)
  );
}

// src/text/units/measures.ts
var Size = string(expected("a size", "a number and a unit, such as `1GB`")).superRefine(without(sizeFault)).transform((size) => parseSize(size) ?? 0);
var Duration = string(expected("a duration", "a number and a unit, such as `1s`")).superRefine(without(durationFault)).transform((duration) => parseDuration(duration) ?? 0);
var Percentage = string(expected("a percentage", "a number and `%`, such as `80%`")).superRefine(without(percentageFault)).transform((percentage) => parsePercentage(percentage) ?? 0);
function parsePercentage(text) {
  const [, digits] = /^\s*(\d{1,3}(?:\.\d{1,6})?)\s*%\s*$/.exec(text) ?? [];
  const share = Number(digits ?? Number.NaN) / 100;
  return share <= 1 ? share : void 0;
}
function percentageFault(text) {
  if (parsePercentage(text) !== void 0) return void 0;
  if (/^\s*\d{1,9}(?:\.\d{1,6})?\s*%\s*$/.test(text))
    return `${quote(text)} is more than all of it; write at most \`100%\``;
  return `${quote(text)} isn't a percentage; write a number and \`%\`, such as \`80%\``;
}

// src/manifest/settings/paths.ts
function relativePathFault(path) {
  if (path === "") return "is empty; write a path relative to the manifest's folder";
  if (holdsControlCharacter(path)) return `${quote(path)} holds a control character; rename the file`;
  if (path.includes("\\"))
    return `${quote(path)} has a backslash; write \`${quotable(path.replaceAll("\\", "/"))}\``;
  if (/^[/~]|^[A-Za-z]:/.test(path)) {
    return `${quote(path)} isn't relative; write a path relative to the manifest's folder`;
  }
  return void 0;
}
function imagePathFault(path) {
  if (holdsControlCharacter(path)) return `${quote(path)} holds a control character; write another path`;
  if (!path.startsWith("/")) {
    return `${quote(path)} isn't absolute; write \`${quotable(normalisePath(path))}\``;
  }
  const normalised = normalisePath(path);
  if (normalised !== path)
    return `${quote(path)} isn't in its shortest form; write \`${quotable(normalised)}\``;
  return void 0;
}
function targetPathFault(path) {
  const fault = imagePathFault(path);
  if (fault !== void 0) return fault;
  if (path === "/") return "`/` would put files over the whole image; write a folder such as `/app`";
  if (/^\/(?:proc|sys|dev)(?:\/|$)/.test(path)) {
    return `${quote(path)} is made by the kernel and never part of an image; write a folder such as \`/app\``;
  }
  return void 0;
}
function normalisePath(path) {
  const kept = [];
  for (const part of path.split("/")) {
    if (part === "..") kept.pop();
    else if (part !== "" && part !== ".") kept.push(part);
  }
  return `/${kept.join("/")}`;
}
function quotable(path) {
  return quote(path).slice(1, -1);
}

// src/manifest/path-pattern.ts
var WIDE = /* @__PURE__ */ new Set([
  ...["bin", "boot", "etc", "home", "lib", "lib32", "lib64", "opt"],
  ...["root", "run", "sbin", "srv", "tmp", "usr", "var"]
]);
function pathPatternFault(pattern) {
  const fault = imagePathFault(pattern);
  if (fault !== void 0) return fault;
  const [first = "", second] = pattern.slice(1).split("/");
  const isWide = isOpen(first) || WIDE.has(first) && (second === void 0 || isOpen(second));
  if (!isWide) return void 0;
  return `${quote(pattern)} would let most of the image change; write the file or its folder, such as \`/etc/demo/**\``;
}
function isOpen(name) {
  return name === "" || /^[*?]/.test(name);
}
function matchesPath(pattern, path) {
  const names = path.split("/");
  const parts = pattern.split("/");
  let ends = [0];
  for (const [index, part] of parts.entries()) {
    const least = index === parts.length - 1 ? 1 : 0;
    const from = (ends[0] ?? names.length + 1) + least;
    if (part === "**") ends = names.map((_, at2) => at2 + 1).filter((at2) => at2 >= from);
    else
      ends = ends.filter((at2) => at2 < names.length && matchName(part, names[at2] ?? "")).map((at2) => at2 + 1);
    if (part === "**" && least === 0) ends = [from, ...ends.filter((at2) => at2 > from)];
  }
  return ends.includes(names.length);
}
function matchName(pattern, name) {
  let [at2, seen, star, from] = [0, 0, -1, 0];
  while (seen < name.length) {
    if (pattern[at2] === "*") [star, from, at2] = [at2, seen, at2 + 1];
    else if (at2 < pattern.length && (pattern[at2] === "?" || pattern[at2] === name[seen]))
      [at2, seen] = [at2 + 1, seen + 1];
    else if (star >= 0) [at2, from, seen] = [star + 1, from + 1, from + 1];
    else return false;
  }
  return /^\**$/.test(pattern.slice(at2));
}

// node_modules/@renovatebot/pep440/lib/version.js
var VERSION_PATTERN = [
  "v?",
  "(?:",
  /* */
  "(?:(?<epoch>[0-9]+)!)?",
  // epoch
  /* */
  "(?<release>[0-9]+(?:\\.[0-9]+)*)",
  // release segment
  /* */
  "(?<pre>",
  // pre-release
  /*    */
  "[-_\\.]?",
  /*    */
  "(?<pre_l>(a|b|c|rc|alpha|beta|pre|preview))",
  /*    */
  "[-_\\.]?",
  /*    */
  "(?<pre_n>[0-9]+)?",
  /* */
  ")?",
  /* */
  "(?<post>",
  // post release
  /*    */
  "(?:-(?<post_n1>[0-9]+))",
  /*    */
  "|",
  /*    */
  "(?:",
  /*        */
  "[-_\\.]?",
  /*        */
  "(?<post_l>post|rev|r)",
  /*        */
  "[-_\\.]?",
  /*        */
  "(?<post_n2>[0-9]+)?",
  /*    */
  ")",
  /* */
  ")?",
  /* */
  "(?<dev>",
  // dev release
  /*    */
  "[-_\\.]?",
  /*    */
  "(?<dev_l>dev)",
  /*    */
  "[-_\\.]?",
  /*    */
  "(?<dev_n>[0-9]+)?",
  /* */
  ")?",
  ")",
  "(?:\\+(?<local>[a-z0-9]+(?:[-_\\.][a-z0-9]+)*))?"
  // local version
].join("");
var validRegex = new RegExp("^" + VERSION_PATTERN + "$", "i");
function valid(version) {
  return validRegex.test(version) ? version : null;
}
var cleanRegex = new RegExp("^\\s*" + VERSION_PATTERN + "\\s*$", "i");
function parse(version, regex) {
  const { groups } = (regex || validRegex).exec(version) || {};
  if (!groups) {
    return null;
  }
  const parsed = {
    epoch: Number(groups.epoch ? groups.epoch : 0),
    release: groups.release.split(".").map(Number),
    pre: normalize_letter_version(groups.pre_l, groups.pre_n),
    post: normalize_letter_version(
      groups.post_l,
      groups.post_n1 || groups.post_n2
    ),
    dev: normalize_letter_version(groups.dev_l, groups.dev_n),
    local: parse_local_version(groups.local)
  };
  return parsed;
}
function stringify(parsed) {
  if (!parsed) {
    return null;
  }
  const { epoch, release, pre, post, dev, local } = parsed;
  const parts = [];
  if (epoch !== 0) {
    parts.push(`${epoch}!`);
  }
  parts.push(release.join("."));
  if (pre) {
    parts.push(pre.join(""));
  }
  if (post) {
    parts.push("." + post.join(""));
  }
  if (dev) {
    parts.push("." + dev.join(""));
  }
  if (local) {
    parts.push(`+${local}`);
  }
  return parts.join("");
}
function normalize_letter_version(letterIn, numberIn) {
  let letter = letterIn;
  let number2 = numberIn;
  if (letter) {
    if (!number2) {
      number2 = 0;
    }
    letter = letter.toLowerCase();
    if (letter === "alpha") {
      letter = "a";
    } else if (letter === "beta") {
      letter = "b";
    } else if (["c", "pre", "preview"].includes(letter)) {
      letter = "rc";
    } else if (["rev", "r"].includes(letter)) {
      letter = "post";
    }
    return [letter, Number(number2)];
  }
  if (!letter && number2) {
    letter = "post";
    return [letter, Number(number2)];
  }
  return null;
}
function parse_local_version(local) {
  if (local) {
    return local.split(/[._-]/).map(
      (part) => Number.isNaN(Number(part)) ? part.toLowerCase() : Number(part)
    );
  }
  return null;
}
function explain(version) {
  const parsed = parse(version);
  if (!parsed) {
    return parsed;
  }
  const { epoch, release, pre, post, dev, local } = parsed;
  let base_version = "";
  if (epoch !== 0) {
    base_version += epoch + "!";
  }
  base_version += release.join(".");
  const is_prerelease = Boolean(dev || pre);
  const is_devrelease = Boolean(dev);
  const is_postrelease = Boolean(post);
  return {
    epoch,
    release,
    pre,
    post: post ? post[1] : post,
    dev: dev ? dev[1] : dev,
    local: local ? local.join(".") : local,
    public: stringify(parsed).split("+", 1)[0],
    base_version,
    is_prerelease,
    is_devrelease,
    is_postrelease
  };
}

// node_modules/@renovatebot/pep440/lib/operator.js
var operator_exports = {};
__export(operator_exports, {
  "!=": () => ne,
  "<": () => lt,
  "<=": () => le,
  "==": () => eq,
  "===": () => arbitrary,
  ">": () => gt,
  ">=": () => ge,
  compare: () => compare,
  eq: () => eq,
  ge: () => ge,
  gt: () => gt,
  le: () => le,
  lt: () => lt,
  ne: () => ne,
  rcompare: () => rcompare
});
function lt(version, other) {
  return compare(version, other) < 0;
}
function le(version, other) {
  return compare(version, other) <= 0;
}
function eq(version, other) {
  return compare(version, other) === 0;
}
function ne(version, other) {
  return compare(version, other) !== 0;
}
function ge(version, other) {
  return compare(version, other) >= 0;
}
function gt(version, other) {
  return compare(version, other) > 0;
}
function arbitrary(version, other) {
  return version.toLowerCase() === other.toLowerCase();
}
function compare(version, other) {
  const parsedVersion = parse(version);
  const parsedOther = parse(other);
  const keyVersion = calculateKey(parsedVersion);
  const keyOther = calculateKey(parsedOther);
  return pyCompare(keyVersion, keyOther);
}
function rcompare(version, other) {
  return -compare(version, other);
}
function pyCompare(elemIn, otherIn) {
  let elem = elemIn;
  let other = otherIn;
  if (elem === other) {
    return 0;
  }
  if (Array.isArray(elem) !== Array.isArray(other)) {
    elem = Array.isArray(elem) ? elem : [elem];
    other = Array.isArray(other) ? other : [other];
  }
  if (Array.isArray(elem)) {
    const len = Math.min(elem.length, other.length);
    for (let i = 0; i < len; i += 1) {
      const res = pyCompare(elem[i], other[i]);
      if (res !== 0) {
        return res;
      }
    }
    return elem.length - other.length;
  }
  if (elem === -Infinity || other === Infinity) {
    return -1;
  }
  if (elem === Infinity || other === -Infinity) {
    return 1;
  }
  return elem < other ? -1 : 1;
}
function calculateKey(input) {
  const { epoch } = input;
  let { release, pre, post, local, dev } = input;
  release = release.concat();
  release.reverse();
  while (release.length && release[0] === 0) {
    release.shift();
  }
  release.reverse();
  if (!pre && !post && dev) pre = -Infinity;
  else if (!pre) pre = Infinity;
  if (!post) post = -Infinity;
  if (!dev) dev = Infinity;
  if (!local) {
    local = -Infinity;
  } else {
    local = local.map(
      (i) => Number.isNaN(Number(i)) ? [-Infinity, i] : [Number(i), ""]
    );
  }
  return [epoch, release, pre, post, dev, local];
}

// node_modules/@renovatebot/pep440/lib/specifier.js
var RANGE_PATTERN = [
  "(?<operator>(===|~=|==|!=|<=|>=|<|>))",
  "\\s*",
  "(",
  /*  */
  "(?<version>(?:" + VERSION_PATTERN.replace(/\?<\w+>/g, "?:") + "))",
  /*  */
  "(?<prefix>\\.\\*)?",
  /*  */
  "|",
  /*  */
  "(?<legacy>[^,;\\s)]+)",
  ")"
].join("");
var isEqualityOperator = (op) => ["==", "!=", "==="].includes(op);
var rangeRegex = new RegExp("^" + RANGE_PATTERN + "$", "i");
function parse2(ranges) {
  if (!ranges.trim()) {
    return [];
  }
  const specifiers = ranges.split(",").map((range) => rangeRegex.exec(range.trim()) || {}).map(({ groups }) => {
    if (!groups) {
      return null;
    }
    let { ...spec } = groups;
    const { operator, version, prefix, legacy } = groups;
    if (version) {
      spec = { ...spec, ...explain(version) };
      if (operator === "~=") {
        if (spec.release.length < 2) {
          return null;
        }
      }
      if (!isEqualityOperator(operator) && spec.local) {
        return null;
      }
      if (prefix) {
        if (!isEqualityOperator(operator) || spec.dev || spec.local) {
          return null;
        }
      }
    }
    if (legacy && operator !== "===") {
      return null;
    }
    return spec;
  });
  if (specifiers.filter(Boolean).length !== specifiers.length) {
    return null;
  }
  return specifiers;
}
function pick(versions, specifier, options) {
  const parsed = parse2(specifier);
  if (!parsed) {
    return [];
  }
  return versions.filter((version) => {
    const explained = explain(version);
    if (!parsed.length) {
      return explained && !(explained.is_prerelease && !options.prereleases);
    }
    return parsed.reduce((pass, spec) => {
      if (!pass) {
        return false;
      }
      return contains({ ...spec, ...options }, { version, explained });
    }, true);
  });
}
function satisfies(version, specifier, options = {}) {
  const filtered = pick([version], specifier, options);
  return filtered.length === 1;
}
function arrayStartsWith(array2, prefix) {
  if (prefix.length > array2.length) {
    return false;
  }
  for (let i = 0; i < prefix.length; i += 1) {
    if (prefix[i] !== array2[i]) {
      return false;
    }
  }
  return true;
}
function contains(specifier, input) {
  const { explained } = input;
  let { version } = input;
  const { ...spec } = specifier;
  if (spec.prereleases === void 0) {
    spec.prereleases = spec.is_prerelease;
  }
  if (explained && explained.is_prerelease && !spec.prereleases) {
    return false;
  }
  if (spec.operator === "~=") {
    let compatiblePrefix = spec.release.slice(0, -1).concat("*").join(".");
    if (spec.epoch) {
      compatiblePrefix = spec.epoch + "!" + compatiblePrefix;
    }
    return satisfies(version, `>=${spec.version}, ==${compatiblePrefix}`, {
      prereleases: spec.prereleases
    });
  }
  if (spec.prefix) {
    const isMatching = explained.epoch === spec.epoch && arrayStartsWith(explained.release, spec.release);
    const isEquality = spec.operator !== "!=";
    return isEquality ? isMatching : !isMatching;
  }
  if (explained && explained.local && spec.version) {
    if (spec.operator !== "===" && !spec.local) {
      version = explained.public;
      spec.version = explain(spec.version).public;
    }
  }
  if (spec.operator === "<" || spec.operator === ">") {
    if (eq(spec.release.join("."), explained.release.join("."))) {
      return false;
    }
  }
  const op = operator_exports[spec.operator];
  return op(version, spec.version || spec.legacy);
}
function validRange(specifier) {
  return Boolean(parse2(specifier));
}

// src/python/git-fault.ts
var LONGEST_ADDRESS = 2e3;
var EXAMPLE = "git+https://git.example/team/demo.git";
function gitFault(target, name) {
  const [, system = ""] = /^([a-z][a-z0-9.-]*)\+/i.exec(target) ?? [];
  const example = `\`${name || "demo"} @ ${EXAMPLE}@v1.0\``;
  if (system !== "git") {
    return `is asked for from ${quote(system)}, and git is the only version control that is asked; build its wheel and name that, or write an address such as ${example}`;
  }
  const rest = target.slice("git+".length);
  if (/;\s/.test(rest)) {
    return "is asked for by an address that runs into its marker; write a space before the `;`";
  }
  return schemeFault(rest, example) ?? addressFault(new URL(rest), example) ?? partsFault(target, name);
}
function schemeFault(rest, example) {
  if (/^(?:file:|[./~])/i.test(rest)) {
    return `is asked for from a repository of one machine; push it to a host, and write its address, such as ${example}`;
  }
  if (/^(?:ssh:\/\/)?[\w.-]+@[\w.-]+:(?!\d)/.test(rest)) {
    return "is asked for by an address as only `git clone` takes it; write a `/` for the last `:`, such as `git+ssh://git@git.example/team/demo.git`";
  }
  const isAddress = rest.length <= LONGEST_ADDRESS && /^(?:https?|ssh):\/\//.test(rest) && URL.canParse(rest) && !/\s/.test(rest);
  if (isAddress) return void 0;
  return `is asked for from git by something else than \`git+https://\` or \`git+ssh://\`; write an address such as ${example}`;
}
function addressFault(url, example) {
  const login = url.password !== "" || url.protocol !== "ssh:" && url.username !== "";
  if (login) {
    return "is asked for by an address with credentials, which belong to the git configuration of the machine that builds; write the address without them";
  }
  if (url.search !== "") {
    return "is asked for by an address with a `?`, behind which keys stand that a plan and a lock would repeat; write an address without it";
  }
  const sane = /^[\w[]/.test(url.hostname) && (url.username === "" || /^\w[\w.-]*$/.test(url.username));
  if (!sane || !/^\/[\w.~%+/@-]*$/.test(url.pathname) || /^\/+(?:@|$)/.test(url.pathname)) {
    return `is asked for from git by an address without a repository; write one such as ${example}`;
  }
  return void 0;
}
function partsFault(target, name) {
  const source = gitSource(target);
  const { hash } = new URL(target.slice("git+".length));
  const { revision } = source ?? {};
  if (revision !== void 0 && !/^\w(?:[\w./+-]*[\w+-])?$/.test(revision)) {
    const what = revision === "" ? "has nothing behind its `@`" : `asks for ${quote(revision)}`;
    return `${what}, which is no name of a tag, branch or commit; write the whole commit id`;
  }
  if (revision?.includes("..")) {
    return `asks for ${quote(revision)}, which is a range; write the whole commit id`;
  }
  const folder = fragmentFault(hash, name);
  if (folder !== void 0) return folder;
  return name === "" && source ? namelessFault(repositoryName(source), hash) : void 0;
}
function fragmentFault(hash, name) {
  if (hash === "" || name === "" && /^#egg=/.test(hash)) return void 0;
  if (/[#&]egg=/.test(hash))
    return "has an `egg=` behind its `#`, and its name stands before the `@`; take `egg=` out";
  const folder = /^#subdirectory=(.*)$/.exec(hash)?.[1] ?? "";
  const good = /^[\w.+-][\w./+-]*$/.test(folder) && !/(?:^|\/)\.{0,2}(?:\/|$)/.test(folder.replace(/\/$/, ""));
  if (good) return void 0;
  return "is asked for by an address whose `#\u2026` isn't `#subdirectory=` and a folder of the repository; write that, or nothing";
}
function namelessFault(repository, hash) {
  const egg = /[#&]egg=([\w.-]+)/.exec(hash)?.[1];
  const guess = egg ?? normaliseName(repository);
  const example = isDistributionName(guess) ? guess : "demo";
  return `is asked for by where it lies, without a name; write \`${example} @ \` before it`;
}

// src/python/direct-fault.ts
var LONGEST_ADDRESS2 = 2e3;
function directFault({ front, target }) {
  const name = /^[\w.-]*/.exec(front)?.[0] ?? "";
  if (isVersionControl(target)) return named(name, gitFault(target, name));
  const fault = targetFault(target, name === "" ? "demo" : name) ?? nameFault2(name, target);
  return named(name, fault);
}
function named(name, fault) {
  if (fault === void 0 || name === "") return fault;
  return fault.startsWith("`") ? `${quote(name)}: ${fault}` : `${quote(name)} ${fault}`;
}
function targetFault(target, name) {
  if (/^(?:file:|[/~\\]|[A-Za-z]:[\\/])/i.test(target)) {
    return `is asked for by a path of one machine; write one beneath the manifest's folder, such as \`${name} @ ./wheels/${fileOf(name)}\``;
  }
  return /^[a-z][a-z0-9+.-]*:/i.test(target) ? addressFault2(target, name) : pathFault(target, name);
}
function addressFault2(target, name) {
  if (/;\s/.test(target))
    return "is asked for by an address that runs into its marker; write a space before the `;`";
  const url = target.length <= LONGEST_ADDRESS2 && URL.canParse(target) ? new URL(target) : void 0;
  if (url === void 0 || !/^https?:$/.test(url.protocol) || /\s/.test(target)) {
    return `is asked for by something else than a web address; write one such as \`${name} @ https://files.example/${fileOf(name)}\``;
  }
  if (url.username !== "" || url.password !== "") {
    return "is asked for by an address with credentials, which belong to the configuration of the machine that builds; write the address without them";
  }
  if (url.search !== "") {
    return "is asked for by an address with a `?`, behind which keys stand that a plan and a lock would repeat; write an address without it";
  }
  if (url.hash !== "" && !HASH.test(url.hash.slice(1))) {
    return "is asked for by an address whose `#\u2026` isn't `#sha256=` and 64 lower-case hexadecimal digits; write that, or nothing";
  }
  return kindFault(url.pathname, name);
}
function pathFault(target, name) {
  const given = quote(target);
  if (target === "") return `has nothing behind its \`@\`; write \`${name} @ ./wheels/${fileOf(name)}\``;
  if (/[\\\s#?]/.test(target)) return `${given} has a character that no wheel's path has; rename the file`;
  if (target.split("/").includes("..")) {
    return `${given} has \`..\` in it; write the path of a file beneath the manifest's folder`;
  }
  if (!isLocalAddress(target)) {
    return /[/]|\.(?:whl|tar\.gz|zip)$/.test(target) ? `${given} isn't told from a name; write \`./${given.slice(1, -1)}\`` : `${given} is neither an address nor a path; write a version such as \`${name}==1.0\`, or \`${name} @ ./wheels/${fileOf(name)}\``;
  }
  if (/\/\.?\//.test(target)) return `${given} isn't in its shortest form; write one slash between two names`;
  return kindFault(target, name, given);
}
function kindFault(path, name, given = "") {
  const what = given === "" ? "is asked for by an address that" : given;
  if (!/\.(?:whl|tar\.gz|zip)$/.test(path)) {
    return given === "" ? `${what} ends in none of .whl, .tar.gz and .zip; write the address of such a file` : `${what} is neither a wheel nor a source archive (.whl, .tar.gz, .zip); for a folder, build its wheel first: \`pip wheel --no-deps -w wheels ${given.slice(1, -1)}\``;
  }
  if (path.endsWith(".whl") && !WHEEL.test(addressedFile(path))) {
    return `${what} isn't called as a wheel is; write one such as ${fileOf(name)}`;
  }
  return void 0;
}
var WHEEL = /^[A-Za-z0-9][\w.]*-\d[\w.+!]*(?:-\d[^-]*)?-[\w.]+-[\w.]+-[\w.]+\.whl$/;
function nameFault2(name, target) {
  const { address, kind } = directSource(target);
  const own = fileDistribution(addressedFile(address));
  if (name === "") {
    if (own !== void 0 && isDistributionName(own) && isLocalAddress(address)) return void 0;
    const example = own !== void 0 && isDistributionName(own) ? own : "demo";
    return `is asked for by where it lies, without a name; write \`${example} @ \` before it`;
  }
  if (kind === "archive" || own === void 0 || normaliseName(own) === normaliseName(name)) return void 0;
  return `is asked for by a wheel of ${quote(own)}; write \`${normaliseName(own)} @ \u2026\`, or the wheel that is meant`;
}
function fileOf(name) {
  return `${name.replaceAll("-", "_")}-1.0-py3-none-any.whl`;
}

// src/python/specifier.ts
function specifierFault(text, name, wrong) {
  const requirement = quote(text);
  if (wrong === "")
    return `${requirement} has a comma with no version comparison beside it; remove the comma`;
  return `${requirement}: ${quote(wrong)} isn't a version comparison; ${correction(wrong, name)}`;
}
function correction(wrong, name) {
  const [, operator = "", rest = ""] = /^([<>=!~^]*)\s*(.*)$/s.exec(wrong) ?? [];
  const several = /^[<>=!~]+\s*\S+\s+[<>=!~]/.test(wrong);
  if (several) return `write a comma between two comparisons, such as \`${name}>=2,<3\``;
  const version = /^v?\d[\w.+!*-]*$/.test(rest) ? rest : void 0;
  const instead = version === void 0 ? void 0 : replacement(operator, version);
  if (instead === void 0 || !validRange(instead)) return `write one such as \`${name}>=2.8,<3\``;
  return `write \`${name}${instead}\``;
}
function replacement(operator, version) {
  switch (operator) {
    case "=>":
      return `>=${version}`;
    case "=<":
      return `<=${version}`;
    case "^":
    case "~":
    case "~=":
      return `~=${twoNumbers(version)}`;
    case "<":
    case ">":
    case "<=":
    case ">=":
      return `${operator}${version.replace(/(?:\.\*|\+.*)$/, "")}`;
    default:
      return `==${version}`;
  }
}
function twoNumbers(version) {
  const plain = version.replace(/(?:\.\*|\+.*)$/, "");
  return plain.includes(".") ? plain : `${plain}.0`;
}

// src/python/requirement.ts
var LONGEST3 = 500;
var MOST_SPECIFIERS = 16;
function readRequirement(text) {
  const requirement = split3(text);
  const fault = refusal(text) ?? grammarFault(text, requirement);
  return fault === void 0 ? { requirement } : { fault };
}
function parseRequirement(text) {
  const read = readRequirement(text);
  if ("fault" in read) throw new UsageError(`The requirement ${read.fault}.`);
  return read.requirement;
}
function requirementFault(text) {
  const read = readRequirement(text);
  return "fault" in read ? read.fault : void 0;
}
function requirementLeniently(text) {
  const read = readRequirement(text);
  if ("requirement" in read) return read.requirement;
  const name = /^[A-Za-z0-9][\w.-]*/.exec(text.trim())?.[0] ?? "";
  const marker = / ;(.*)$/.exec(text)?.[1];
  return { text, name, normalised: normaliseName(name), extras: [], specifiers: [], marker };
}
function withRange(requirement, range) {
  const [, before = requirement.name, after = ""] = /^\s*([A-Za-z0-9._-]+\s*(?:\[[^\]]*\])?)[^;]*(;.*)?$/.exec(requirement.text) ?? [];
  const text = `${before.trim()}${range}${after === "" ? "" : ` ${after}`}`;
  return { ...requirement, text, specifiers: list(range) };
}
function anyVersion(name) {
  return { text: name, name, normalised: name, extras: [], specifiers: [], marker: void 0 };
}
function canonicalRequirement(requirement) {
  const extras = requirement.extras.map(normaliseName).sort().join(",");
  const specifiers = [...requirement.specifiers].sort().join(",");
  const { address = "" } = requirement.source ?? {};
  return `${requirement.normalised}[${extras}]${specifiers}${address};${requirement.marker ?? ""}`;
}
function refusal(text) {
  if (holdsControlCharacter(text)) {
    return `${quote(text)} holds a line break or another control character; write one requirement per list entry`;
  }
  const trimmed = text.trim();
  const shown = quote(trimmed);
  if (trimmed === "") return "is empty; write a distribution's name, such as `torch`";
  if (trimmed.length > LONGEST3) return `${shown} is longer than ${LONGEST3} characters; write one requirement`;
  if (trimmed.startsWith("-"))
    return `${shown} is an installer option; write a distribution's name and version`;
  const direct = splitDirect(trimmed);
  if (direct) return directFault(direct);
  if (/^[^;'"]*[<>=!~][^;'"]*@/.test(trimmed)) {
    return `${shown} asks for versions and for a file; keep one of the two`;
  }
  if (/^[./~\\]|^[A-Za-z]:[\\/]|^[^;]*[\\/]|\.(?:whl|txt|toml|tar\.gz|zip)$/.test(trimmed)) {
    return `${shown} is a file or folder; write a distribution's name and version, such as \`torch==2.8.0\`, or the path of a wheel such as \`./wheels/demo-1.0-py3-none-any.whl\``;
  }
  if (/\s#/.test(trimmed)) return `${shown} holds a comment; write the \`#\` outside the quotes`;
  return void 0;
}
function grammarFault(text, { name, extras, specifiers, marker }) {
  if (!isDistributionName(name)) {
    return `${quote(text)} doesn't begin with a distribution's name; write one such as \`torch==2.8.0\``;
  }
  if (/\[[^\]]*$/.test(text.split(";")[0] ?? "")) {
    return `${quote(text)} has a \`[\` without its \`]\`; write extras such as \`${name}[cpu,dev]\``;
  }
  const extra = extras.find((candidate) => !isDistributionName(candidate));
  if (extra !== void 0) {
    return `${quote(text)} has a wrong extra ${quote(extra)}; write extras such as \`${name}[cpu,dev]\``;
  }
  if (specifiers.length > MOST_SPECIFIERS) {
    return `${quote(text)} has more than ${MOST_SPECIFIERS} version comparisons; write a range such as \`>=2.8,<3\``;
  }
  const wrong = specifiers.find((specifier) => specifier === "" || !validRange(specifier));
  if (wrong !== void 0) return specifierFault(text.trim(), name, wrong);
  if (marker !== void 0 && !/[<>=]|\bin\b/.test(marker)) {
    return `${quote(text)} has no marker behind \`;\`; write one such as \`; python_version < "3.13"\` or remove the \`;\``;
  }
  return void 0;
}
function split3(text) {
  const direct = splitDirect(text);
  if (direct) return splitSource(text, direct);
  const semicolon = text.indexOf(";");
  const front = (semicolon < 0 ? text : text.slice(0, semicolon)).trim();
  const name = /^[\w.-]*/.exec(front)?.[0] ?? "";
  const afterName = front.slice(name.length).trim();
  const bracketed = /^\[([^\]]*)\]/.exec(afterName);
  const afterExtras = afterName.slice(bracketed?.[0].length ?? 0).trim();
  return {
    text,
    name,
    normalised: normaliseName(name),
    extras: list(bracketed?.[1] ?? ""),
    specifiers: list(/^\(([^()]*)\)$/.exec(afterExtras)?.[1] ?? afterExtras),
    marker: semicolon < 0 ? void 0 : text.slice(semicolon + 1).trim()
  };
}
function splitSource(text, { front, target, marker }) {
  const source = directSource(target);
  const name = front === "" ? fileDistribution(addressedFile(source.address)) ?? "" : front;
  return { ...split3(name), text, specifiers: [], marker, source };
}
function list(text) {
  if (text.trim() === "") return [];
  return text.split(",").map((part) => part.trim().replace(/^([<>=!~]+)\s+/, "$1"));
}

// src/manifest/settings/fields.ts
var textField = (example) => string(expected("text", example));
var DistributionName = textField("a distribution's name, such as `torch`").superRefine(without(distributionNameFault)).transform(normaliseName);
var RequirementText = textField("a requirement, such as `torch==2.8.0`").transform(
  (written, context) => {
    const read = readRequirement(written);
    if ("requirement" in read) return read.requirement;
    context.addIssue({ code: "custom", params: { fault: read.fault } });
    return NEVER;
  }
);

// src/manifest/settings/build-constraints.ts
var EXAMPLE2 = "`setuptools<81`";
var BuildConstraints = array(
  textField(`a requirement, such as ${EXAMPLE2}`).superRefine(without(buildConstraintFault)),
  expected("a list of requirements", "`build_constraints: ['setuptools<81']`")
).default([]);
function buildConstraintFault(text) {
  const read = readRequirement(text);
  if ("fault" in read) return read.fault;
  const { source, extras, specifiers } = read.requirement;
  if (source !== void 0)
    return `${quote(text)} names a file; a constraint names versions, such as ${EXAMPLE2}`;
  if (extras.length > 0) return `${quote(text)} has extras, which a constraint can't have; write ${EXAMPLE2}`;
  return specifiers.length > 0 ? void 0 : `${quote(text)} bounds no version; write one such as ${EXAMPLE2}`;
}

// src/manifest/settings/disk.ts
var GB = 1e9;
var MB = 1e6;
var DiskKeys = strictObject(
  {
    /** Bytes that the plan leaves free on the engine's file system. */
    reserve: Size.prefault("1GB"),
    /** Bytes that must be free before a phase begins. */
    before: Size.optional(),
    /** Free bytes at which a running phase is in danger. */
    critical: Size.optional(),
    /** Bytes that a cleanup must leave free for the phase to go on. */
    after_cleanup: Size.optional(),
    /** Milliseconds between two samples of the disk; 0 switches the watch off. */
    interval: Duration.prefault("1s"),
    /** Share of the file system whose use is worth a warning. */
    max_used: Percentage.prefault("80%")
  },
  expected("a map", "`disk: { reserve: 1GB }`")
);
var Disk = DiskKeys.transform((disk) => {
  const before = disk.before ?? Math.min(GB, disk.reserve);
  const critical = disk.critical ?? Math.min(500 * MB, disk.reserve / 2, before);
  const after_cleanup = disk.after_cleanup ?? Math.max(critical, Math.min(500 * MB, disk.reserve / 2));
  return { ...disk, before, critical, after_cleanup };
});
var SHORTEST_MS = 100;
var LONGEST_MS2 = 6e4;
function diskFaults(data) {
  const parsed = DiskKeys.safeParse(data);
  if (!parsed.success) return [];
  const { reserve, before, critical, after_cleanup, interval } = parsed.data;
  const faults = [];
  if (critical !== void 0 && critical > reserve) {
    const fault = "is more than `reserve`, down to which the plan may use the disk; write at most the reserve, or a larger `reserve`";
    faults.push({ key: "critical", fault });
  } else if (critical !== void 0 && before !== void 0 && critical > before) {
    const fault = "is more than `before`: a phase would begin in danger; write at most what `before` says";
    faults.push({ key: "critical", fault });
  }
  if (after_cleanup !== void 0 && after_cleanup < (critical ?? 0)) {
    const fault = "is less than `critical`, which would stop the phase all the same; write at least as much";
    faults.push({ key: "after_cleanup", fault });
  }
  if (interval > 0 && (interval < SHORTEST_MS || interval > LONGEST_MS2)) {
    const fault = "must be from 100ms to 1m, or `0s` for no watch; write `1s`";
    faults.push({ key: "interval", fault });
  }
  return faults;
}

// src/manifest/settings/environment.ts
var RESERVED = [
  [/^(?:PIP|UV)_/, "steers the installer during the build; write the index under `indexes` or remove it"],
  [/^SURELAYER_/, "is Surelayer's own; write another name"],
  [
    /^PYTHON(?:HOME|USERBASE|STARTUP)$/,
    "moves Python away from the packages installed in the image; remove it"
  ],
  [/^(?:HTTPS?|ALL)_PROXY$/i, "describes the machine that builds and never enters an image; remove it"]
];
function environmentNameFault(name) {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    const instead = name.replaceAll(/[^A-Za-z0-9_]+/g, "_").replace(/^(?=\d)|^$/, "_").slice(0, 60);
    return `${quote(name)} can't name an environment variable; write letters, digits and \`_\`, such as \`${instead.toUpperCase()}\``;
  }
  const reserved = RESERVED.find(([pattern]) => pattern.test(name));
  return reserved && `${quote(name)} ${reserved[1]}`;
}
function environmentValueFault(name, value) {
  if (value === "") return void 0;
  if (isSecretName(name) || isSecretValue(value)) {
    return `${quote(name)} looks like a secret, and everyone who can pull the image could read it; remove it here and set it where the image runs`;
  }
  if (value.includes("\0")) return "holds a NUL character; remove it";
  if (name === "PATH" && value.includes("$")) {
    return "is taken literally; write every folder instead of `$`";
  }
  return void 0;
}
function isSecretName(name) {
  return /(?:TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|API_?KEY|_KEY)$/i.test(name);
}
function isSecretValue(value) {
  return /^(?:hf_|gh[pousr]_|github_pat_|rpa_|sk-|AKIA)[\w-]{16,}$/.test(value) || /-----BEGIN [A-Z ]*PRIVATE/.test(value);
}

// src/text/spelling.ts
var LONGEST4 = 40;
function closest(word, candidates) {
  if (word.length > LONGEST4) return void 0;
  const plain = snakeCase(word);
  let best;
  let shortest = Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const candidate of candidates) {
    const length = editDistance(plain, snakeCase(candidate));
    if (length < shortest) {
      shortest = length;
      best = candidate;
    }
  }
  return best;
}
function didYouMean(word, candidates) {
  const candidate = closest(word, candidates);
  return candidate === void 0 ? "" : ` Did you mean \`${candidate}\`?`;
}
function snakeCase(word) {
  return word.replaceAll(/([a-z])([A-Z])/g, "$1_$2").replaceAll(/[-\s]/g, "_").toLowerCase();
}
function editDistance(from, to) {
  let beforeLast = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}
function at(row, column) {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

// src/manifest/settings/torch-backend.ts
var CUDA = [132, 130, 129, 128, 126, 125, 124, 123, 122, 121, 120, 118, 117, 116, 115, 114, 113, 112, 111];
var OLD_CUDA = [110, 102, 101, 100, 92, 91, 90, 80];
var ROCM = ["7.2", "7.1", "7.0", "6.4", "6.3", "6.2.4", "6.2", "6.1", "6.0", "5.7", "5.6", "5.5", "5.4.2"];
var OLD_ROCM = ["5.4", "5.3", "5.2", "5.1.1", "4.2", "4.1", "4.0.1"];
var BACKENDS = [
  ...["none", "cpu", "xpu"],
  ...[...CUDA, ...OLD_CUDA].map((version) => `cu${version}`),
  ...[...ROCM, ...OLD_ROCM].map((version) => `rocm${version}`)
];
var FAMILY = /* @__PURE__ */ new Set([
  ...["torch", "torchaudio", "torchvision", "torchtext", "torchdata"],
  ...["triton", "pytorch-triton", "pytorch-triton-rocm"]
]);
var BUILT = [130, 129, 128, 126, 124, 121, 118];
function backendFor(cuda) {
  const [, major2, minor2 = "0"] = /^(\d+)(?:\.(\d))?/.exec(cuda ?? "") ?? [];
  const own = Number(`${major2}${minor2}`);
  const found = BUILT.find((one) => one <= own && Math.floor(one / 10) === Number(major2));
  return found === void 0 ? void 0 : `cu${found}`;
}
function torchBackendFault(name) {
  if (BACKENDS.includes(name)) return void 0;
  if (name === "auto") {
    return "`auto` asks the machine that plans for its GPU, which isn't the one that the image runs on; write the CUDA that it is for, such as `cu128`";
  }
  const meant = closest(name, BACKENDS);
  const instead = meant === void 0 ? "write one such as `cu128`, `cpu` or `none`" : `did you mean \`${meant}\`?`;
  return `${quote(name)} is no backend that uv knows; ${instead}`;
}
function backendContradiction(backend, name, url) {
  if (backend === "none" || !BACKENDS.includes(backend) || !FAMILY.has(name)) return void 0;
  const last = url.replace(/\/+$/, "").split("/").at(-1);
  if (last === backend) return void 0;
  return `${quote(name)} comes from this index, and \`install.torch_backend: ${backend}\` says another one; keep one of the two`;
}

// src/manifest/settings/install.ts
var MOST_ATTEMPTS = 20;
var MOST_FACTOR = 10;
var Install = strictObject(
  {
    installer: _enum(["uv", "pip"], expected("`uv` or `pip`", "`installer: uv`")).default("uv"),
    /** Tries for each class of failure that isn't the network's. */
    attempts: int(expected("a whole number", "`attempts: 3`")).min(1, { error: "`attempts` must be 1 or more; `1` never tries again" }).max(MOST_ATTEMPTS, { error: `\`attempts\` must be ${MOST_ATTEMPTS} or less` }).default(3),
    first_delay: Duration.prefault("5s"),
    /** Each wait is this many times the one before. */
    factor: number(expected("a number", "`factor: 2`")).min(1, { error: "`factor` must be 1 or more" }).max(MOST_FACTOR, { error: `\`factor\` must be ${MOST_FACTOR} or less` }).default(2),
    max_delay: Duration.prefault("60s"),
    /** Waiting that a build spends on outages of the network, all of them together. */
    bridge: Duration.prefault("120s"),
    /** Download the next phase's wheels while one is installed, as far as that stays below the plan's peak. */
    prefetch: boolean(expected("`true` or `false`", "`prefetch: false` without quotes")).default(true),
    /** Where torch's family comes from, by uv's names. */
    torch_backend: textField("uv's name of a backend, such as `cu128`").superRefine(without(torchBackendFault)).default("none")
  },
  expected("a map", "`install: { attempts: 3 }`")
);

// src/manifest/settings/name-faults.ts
function phaseNameFault(name) {
  if (name.length <= 63 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) return void 0;
  const instead = slug(name.replaceAll(/[/:@]/g, "-"), "speech");
  return `${quote(name)} can't be a name here; write lower-case letters, digits and \`-\`, such as \`${instead}\``;
}
function moduleFault(name) {
  if (/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(name)) return void 0;
  const module = name.trim().replace(/^import\s+/, "").replaceAll("-", "_");
  const instead = /^[A-Za-z_][\w.]{0,60}$/.test(module) ? module.replaceAll(/\.+/g, ".").replace(/\.$/, "") : "google.cloud.speech";
  return `${quote(name)} isn't the name of a Python module; write what Python imports, such as \`${instead}\``;
}
function commandFault(parts) {
  if (parts.length === 0 || parts[0]?.trim() === "") {
    return `names no program; write ${commandExample(void 0)}`;
  }
  const wrong = parts.findIndex((part) => part.includes("\0"));
  return wrong < 0 ? void 0 : `holds a NUL character in part ${wrong + 1}; remove it`;
}
function commandExample(input) {
  const simple = typeof input === "string" && input.length < 120 && /^[\w./=-]+(?: +[\w./=-]+)*$/.test(input);
  const parts = simple ? input.split(/ +/) : ["python", "-u", "/app/handler.py"];
  return `\`command: [${parts.join(", ")}]\``;
}

// src/manifest/settings/provides.ts
var Provides = strictObject(
  {
    /** `3.12` or `3.12.4`. */
    python: textField('`python: "3.12"`').superRefine(without(pythonFault)),
    /** `12.8` or `12.8.1`; left out, the base has none. */
    cuda: textField('`cuda: "12.8"`').superRefine(without(cudaFault)).optional(),
    packages: record(
      string().superRefine(without(distributionNameFault)),
      textField("a version, such as `2.8.0+cu128`").superRefine(without(versionFault)),
      expected("a map of names to versions", "`packages: { torch: 2.8.0+cu128 }`")
    ).default({})
  },
  expected("a map", '`provides: { python: "3.12", packages: { torch: 2.8.0+cu128 } }`')
);
var OLDEST_MINOR = 8;
function pythonFault(version) {
  const [, minor2] = /^3\.(\d{1,2})(?:\.\d{1,3})?$/.exec(version) ?? [];
  if (minor2 === void 0) {
    return `${quote(version)} isn't a version of Python 3; write one such as \`3.12\` or \`3.12.4\``;
  }
  if (Number(minor2) >= OLDEST_MINOR) return void 0;
  return `${quote(version)} is older than 3.${OLDEST_MINOR}, the oldest Python that can be built on; choose another base`;
}
function cudaFault(version) {
  if (/^\d{1,2}\.\d{1,2}(?:\.\d{1,3})?$/.test(version)) return void 0;
  return `${quote(version)} isn't a version of CUDA; write one such as \`12.8\`, or leave \`cuda\` out for a base without it`;
}
function versionFault(version) {
  if (valid(version) !== null) return void 0;
  const exact = /^\s*={2,3}\s*(\S+)\s*$/.exec(version)?.[1];
  const instead = exact !== void 0 && valid(exact) !== null ? exact : "2.8.0+cu128";
  return `${quote(version)} isn't one version; write exactly what the base holds, such as \`${instead}\``;
}
var Sketch = object({ base: object({ provides: object({ packages: record(string(), unknown()) }) }) }).optional().catch(void 0);
function providesProblems(data, locate) {
  const packages = Object.keys(Sketch.parse(data)?.base.provides.packages ?? {});
  const first = /* @__PURE__ */ new Map();
  const problems = [];
  for (const name of packages) {
    const path = ["base", "provides", "packages", name];
    const earlier = first.get(normaliseName(name));
    if (earlier === void 0) first.set(normaliseName(name), name);
    else {
      const message = `${describePath(path)} is the same distribution as ${quote(earlier)}; keep one of the two`;
      problems.push({ message, location: locate(path) });
    }
  }
  return problems;
}

// src/manifest/settings/run-step.ts
var RunStep = array(textField("a word of a command"), {
  error: (issue) => expected("a list", runStepExample(issue.input)).error(issue)
}).superRefine(without(runStepFault));
function runStepFault(words) {
  if (words.length === 0 || words[0]?.trim() === "")
    return `names no program; write ${runStepExample(void 0)}`;
  const wrong = words.findIndex((word) => word.includes("\0"));
  if (wrong >= 0) return `holds a NUL character in word ${wrong + 1}; remove it`;
  const [program = ""] = words;
  if (words.length === 1 && /\s/.test(program)) {
    return `has ${quote(program)} as its program, blanks included; write each word by itself: ${runStepExample(program)}`;
  }
  return void 0;
}
function runStepExample(input) {
  const simple = typeof input === "string" && input.length < 120 && /^[\w./=:@,+-]+(?: +[\w./=:@,+-]+)*$/.test(input);
  const words = simple ? input.split(/ +/) : ["python", "-m", "nltk.downloader", "punkt"];
  return `\`[${words.map(flowWord).join(", ")}]\``;
}
function flowWord(word) {
  return /^[A-Za-z./-][\w./@=+-]*$/.test(word) && !/^(?:true|false|null|yes|no|on|off|-)$/i.test(word) ? word : JSON.stringify(word);
}

// src/manifest/settings/system-package.ts
var MOST_SYSTEM_PACKAGES = 300;
var SystemPackages = array(
  textField("a package's name, such as `ffmpeg`").superRefine(without(systemPackageFault)),
  expected("a list of packages", "`system_packages: [ffmpeg]`")
).max(MOST_SYSTEM_PACKAGES, {
  error: ({ path }) => `${describePath(path ?? [])} has more than ${MOST_SYSTEM_PACKAGES} entries; choose a base that has them`
}).default([]);
var NAME = /^[a-z0-9][a-z0-9+.-]+$/;
var VERSION = /^(?:\d{1,9}:)?\d[A-Za-z0-9.+~-]{0,200}$/;
var LONGEST5 = 300;
var EXAMPLE3 = "`ffmpeg`";
function parseSystemPackage(text) {
  const at2 = text.indexOf("=");
  return at2 < 0 ? { name: text, version: void 0 } : { name: text.slice(0, at2), version: text.slice(at2 + 1) };
}
function systemPackageFault(text) {
  if (text.trim() === "") return `is empty; write a package's name, such as ${EXAMPLE3}`;
  if (text.length > LONGEST5)
    return `${quote(text)} is longer than ${LONGEST5} characters; write a package's name`;
  if (text.startsWith("-"))
    return `${quote(text)} is an option of apt; write a package's name, such as ${EXAMPLE3}`;
  if (text.trim().includes(" ")) return `${quote(text)} holds blanks; write one package per list entry`;
  if (text.includes("/")) {
    return `${quote(text)} is a file or another release; write a package's name, such as ${EXAMPLE3}`;
  }
  if (/[<>~!]=|==|>|</.test(text)) {
    return `${quote(text)} compares versions; apt takes one exactly: write \`name=version\``;
  }
  return nameFault3(text);
}
function nameFault3(text) {
  const { name, version } = parseSystemPackage(text);
  if (name.includes(":"))
    return `${quote(text)} names an architecture; write the name alone: images are for amd64`;
  if (/[*?^$[\]|]/.test(name)) return `${quote(text)} is a pattern; write each package's whole name`;
  if (name.endsWith("-")) {
    return `${quote(text)} ends with \`-\`, which asks apt to remove a package; write names of packages to install`;
  }
  if (!NAME.test(name)) {
    return `${quote(text)} isn't the name of a package; write lower-case letters, digits, \`+\`, \`-\` and \`.\`, such as ${EXAMPLE3}`;
  }
  if (version !== void 0 && !VERSION.test(version)) {
    return `${quote(text)} has no version behind \`=\`; write one exactly, such as \`${name}=1.2.3-1\`, or the name alone`;
  }
  return void 0;
}

// src/manifest/settings/gpu-pools.ts
var GPU_POOLS = /* @__PURE__ */ new Map([
  ["AMPERE_16", 16],
  ["AMPERE_24", 24],
  ["ADA_24", 24],
  ["AMPERE_48", 48],
  ["ADA_48_PRO", 48],
  ["AMPERE_80", 80],
  ["ADA_80_PRO", 80],
  ["HOPPER_141", 141]
]);
function chosenPools(entries) {
  return entries.filter((entry) => !entry.startsWith("-"));
}
function poolFault(entry) {
  if (/^-\S/.test(entry) || GPU_POOLS.has(entry)) return void 0;
  const meant = closest(entry, GPU_POOLS.keys());
  const known = [...GPU_POOLS.keys()].map((pool) => `\`${pool}\``).join(", ");
  const remedy = meant === void 0 ? `RunPod has ${known}` : `did you mean \`${meant}\`? RunPod has ${known}`;
  return `${quote(entry)} is no GPU pool; ${remedy}`;
}

// src/manifest/settings/target.ts
var Requires = strictObject(
  {
    gpu_memory: Size.optional(),
    disk: Size.optional(),
    python: textField('`python: ">=3.8"`').superRefine(without(pythonFault2)).optional(),
    cuda: boolean(expected("`true` or `false`", "`cuda: true` without quotes")).optional()
  },
  expected("a map", "`requires: { gpu_memory: 6GiB, cuda: true }`")
);
var RunPod = strictObject(
  {
    gpu_pools: array(
      textField("a pool of GPUs, such as `ADA_24`").superRefine(without(poolFault)),
      expected("a list of GPU pools", "`gpu_pools: [ADA_24]`")
    ).superRefine(
      without(
        (pools) => chosenPools(pools).length > 0 ? void 0 : "names no pool; write `gpu_pools: [ADA_24]` or remove the key"
      )
    ).optional()
  },
  expected("a map", "`runpod: { gpu_pools: [ADA_24] }`")
);
function pythonFault2(range) {
  if (range.trim() !== "" && validRange(range)) return void 0;
  return `${quote(range)} isn't a range of versions; write one such as \`>=3.8,<3.14\``;
}

// src/manifest/manifest.ts
var MOST_PHASES = 100;
var STRIPPED = ["tests", "docs", "static-libraries"];
var MOST_RUN_STEPS = 100;
var KEPT_BY_DEFAULT = ["torch", "torchaudio", "torchvision", "triton"];
var RelativePath = textField("a path relative to the manifest's folder").superRefine(
  without(relativePathFault)
);
function oneOf(...words) {
  const quoted = words.map((word) => `\`${word}\``);
  const choice = `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
  return _enum(words, {
    error: ({ path, input }) => `${describePath(path ?? [])} must be ${choice}, not ${givenValue(input)}`
  });
}
var Base = strictObject(
  {
    image: textField("`image: python:3.12-slim`").superRefine(without(imageReferenceFault)),
    /** Declares what the image holds, for a plan on a machine without the image. The build compares the declaration with the image. */
    provides: Provides.optional()
  },
  expected("a map", "`base: { image: python:3.12-slim }`")
);
var PackageIndex = strictObject(
  {
    name: textField("`name: pytorch`").superRefine(without(phaseNameFault)),
    url: textField("`url: https://index.example/simple`").superRefine(without(indexUrlFault)),
    packages: array(DistributionName, expected("a list of distribution names", "`packages: [torch]`")).min(1, expected("", "the packages that come from this index, such as `packages: [torch]`"))
  },
  expected("a map", "`{ name: \u2026, url: \u2026, packages: [\u2026] }`")
);
var Phase = strictObject(
  {
    name: textField("`name: speech`").superRefine(without(phaseNameFault)),
    /** May be empty beside `run` or `system_packages`: see consistency.ts. */
    packages: array(RequirementText, expected("a list of requirements", '`packages: ["torch==2.8.0"]`')).prefault([]),
    system_packages: SystemPackages,
    /** Commands after the packages, each a list of program and arguments. */
    run: array(RunStep, {
      error: (issue) => expected("a list of commands", `\`run: [${runStepExample(issue.input).slice(1, -1)}]\``).error(
        issue
      )
    }).max(MOST_RUN_STEPS, {
      error: ({ path }) => `${describePath(path ?? [])} has more than ${MOST_RUN_STEPS} commands; put them into a script of the base`
    }).default([]),
    /** What the commands leave in the image, as far as its author knows. */
    run_size: Size.optional(),
    imports: array(
      textField("a module's name, such as `google.cloud.speech`").superRefine(without(moduleFault)),
      expected("a list of modules", "`imports: [torch]`")
    ).default([]),
    optional: boolean(expected("`true` or `false`", "`optional: true` without quotes")).default(false),
    /** Distributions that its binaries are bound to: it goes after whatever brings them. */
    binary_for: array(DistributionName, expected("a list of distribution names", "`binary_for: [torch]`")).default([]),
    /** `isolated`: in a virtual environment of its own, which nothing else of the image is bound to. */
    environment: oneOf("shared", "isolated").default("shared"),
    /** Where the prebuilt wheel of one of its packages lies; its name follows the planned torch, CUDA and Python. */
    wheels: textField("an address, such as `https://files.example/demo-{version}-py3-none-any.whl`").superRefine(without(templateFault)).optional(),
    /** Left out, it is `never` where `wheels` is given; else sources are built as any installer does. */
    source_build: oneOf("never", "allowed").optional(),
    requires: Requires.optional()
  },
  expected("a map", "`{ name: \u2026, packages: [\u2026] }`")
);
function forbidsSourceBuilds(phase) {
  return (phase.source_build ?? (phase.wheels === void 0 ? "allowed" : "never")) === "never";
}
var FileCopy = strictObject(
  {
    from: RelativePath,
    to: textField("a path in the image, such as `/app`").superRefine(without(targetPathFault))
  },
  expected("a map", "`{ from: app, to: /app }`")
);
var Timings = strictObject(
  {
    audio: RelativePath,
    text: RelativePath,
    coverage: number(expected("a number from 0 to 1", "`coverage: 0.9`")).superRefine(without((share) => coverageFault(share))).default(0.9)
  },
  expected("a map", "`timings: { audio: test/sample.wav, text: test/sample.txt }`")
);
var Verify = strictObject(
  { timings: Timings.optional(), on_no_gpu: oneOf("fail", "warn", "skip").optional() },
  expected("a map", "`verify: { timings: { audio: \u2026, text: \u2026 } }`")
);
var ImageSettings = strictObject(
  {
    /** Compiled bytecode: without it every cold start compiles what it imports. */
    bytecode: _enum(["all", "none"], {
      error: (issue) => issue.input === "smoke" ? `${describePath(issue.path ?? [])}: \`smoke\` is not supported in this version yet; write \`all\` or \`none\`` : `${describePath(issue.path ?? [])} must be \`all\` or \`none\`, not ${givenValue(issue.input)}`
    }).default("all"),
    /** Bytes that no layer passes, unless a single wheel does. */
    max_layer: Size.prefault("4GB"),
    /** What is taken out of the installed packages before their layer is committed. */
    strip: array(
      _enum(STRIPPED, {
        error: (issue) => `${describePath(issue.path ?? [])} must be ${STRIPPED.map((kind) => `\`${kind}\``).join(", ")}, not ${givenValue(issue.input)}`
      }),
      expected("a list", "`strip: [tests]`")
    ).default([])
  },
  expected("a map", "`image: { bytecode: all }`, or for the base image `base: { image: \u2026 }`")
);
var Manifest = strictObject({
  version: literal(1, { error: ({ input }) => versionFault2(input) }),
  name: textField("`name: my-image`").superRefine(without(imageNameFault)),
  base: Base,
  keep: array(DistributionName, expected("a list of distribution names", "`keep: [torch]`")).default([...KEPT_BY_DEFAULT]),
  indexes: array(PackageIndex, expected("a list", "`indexes: [{ name: \u2026, url: \u2026, packages: [\u2026] }]`")).default([]),
  system_packages: SystemPackages,
  build_constraints: BuildConstraints,
  /** What happens where two distributions bring other content to one path. */
  file_clashes: oneOf("last_wins", "refuse").default("last_wins"),
  phases: array(Phase, expected("a list of phases", '`phases: [{ name: speech, packages: ["torch==2.8.0"] }]`')).min(1, expected("", 'at least one phase, such as `- { name: speech, packages: ["torch==2.8.0"] }`')).max(MOST_PHASES, {
    error: `\`phases\` has more than ${MOST_PHASES} entries, and each is a layer; put several packages into one phase`
  }),
  /** Paths that may change although no package of the layer says so. */
  allow_changes: array(
    textField("a path in the image, such as `/etc/demo.conf`").superRefine(without(pathPatternFault)),
    expected("a list of paths", "`allow_changes: [/etc/demo.conf]`")
  ).default([]),
  /** A pylock.toml: exactly its versions and files are installed. */
  lock: textField("`lock: pylock.toml`").superRefine(without(relativePathFault)).optional(),
  files: array(FileCopy, expected("a list", "`files: [{ from: app, to: /app }]`")).default([]),
  env: record(
    string().superRefine(without(environmentNameFault)),
    textField("a value in quotes"),
    expected("a map of names to values", '`env: { LANGUAGE: "en" }`')
  ).default({}),
  workdir: textField("`workdir: /app`").superRefine(without(imagePathFault)).default("/"),
  command: array(textField("a part of the command"), {
    error: (issue) => expected("a list", commandExample(issue.input)).error(issue)
  }).superRefine(without(commandFault)).optional(),
  verify: Verify.prefault({}),
  install: Install.prefault({}),
  disk: Disk.prefault({}),
  image: ImageSettings.prefault({}),
  runpod: RunPod.optional()
});
function givenValue(input) {
  return typeof input === "string" ? quote(input) : kindOf(input);
}
function coverageFault(share) {
  return share >= 0 && share <= 1 ? void 0 : "must be from 0 to 1; write `0.9` for 90 %";
}
function versionFault2(version) {
  if (version === void 0) return "`version` is missing; write `version: 1` as the first line";
  if (typeof version === "number")
    return "`version` is one that this Surelayer doesn't know; write `version: 1`";
  return "`version` must be the number 1; write `version: 1` without quotes";
}

export {
  valid,
  explain,
  compare,
  rcompare,
  satisfies,
  validRange,
  gitFault,
  readRequirement,
  parseRequirement,
  requirementFault,
  requirementLeniently,
  withRange,
  anyVersion,
  canonicalRequirement,
  indexUrlFault,
  privateIndexFault,
  privateRedirectFault,
  privateGitFault,
  closest,
  didYouMean,
  faultSentence,
  aboutValue,
  describePath,
  kindOf,
  RequirementText,
  parseSystemPackage,
  systemPackageFault,
  relativePathFault,
  imagePathFault,
  targetPathFault,
  matchesPath,
  templateFault,
  templatePackage,
  unpinnedFault,
  pinnedVersion,
  wheelAddress,
  placeholders,
  fillTemplate,
  DiskKeys,
  diskFaults,
  environmentNameFault,
  environmentValueFault,
  imageReferenceFault,
  slug,
  backendFor,
  torchBackendFault,
  backendContradiction,
  Install,
  Provides,
  providesProblems,
  runStepFault,
  GPU_POOLS,
  chosenPools,
  Requires,
  RunPod,
  KEPT_BY_DEFAULT,
  Base,
  PackageIndex,
  Phase,
  forbidsSourceBuilds,
  FileCopy,
  Timings,
  Verify,
  ImageSettings,
  Manifest
};
