import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  distributionNameFault,
  holdsControlCharacter,
  normaliseName,
  parseRequirement,
  quote,
  requirementFault,
  valid,
  validRange
} from "./chunk-IUD3TWO6.js";
import {
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
} from "./chunk-5JA6PLCL.js";

// src/manifest/image-reference.ts
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
function nameAndTagFault(text2, shown) {
  const colon = text2.lastIndexOf(":");
  const tagged = colon > text2.lastIndexOf("/");
  const name = tagged ? text2.slice(0, colon) : text2;
  if (tagged && !/^\w[\w.-]{0,127}$/.test(text2.slice(colon + 1))) {
    return `${shown} has a wrong tag; write letters, digits, \`.\`, \`_\` and \`-\` behind the \`:\``;
  }
  const components = name.split("/");
  if (hasRegistry(components)) components.shift();
  if (name.length <= 255 && components.every((component) => COMPONENT.test(component))) return void 0;
  const lower = text2.toLowerCase();
  if (lower !== text2 && nameAndTagFault(lower, "") === void 0) {
    return `${shown} has capital letters in its name; write it as \`${name.toLowerCase()}\``;
  }
  return `${shown} isn't an image reference; write one such as \`python:3.12-slim\``;
}
function hasRegistry(components) {
  const [first = ""] = components;
  return components.length > 1 && (/[.:]/.test(first) || first === "localhost") && REGISTRY.test(first);
}
function slug(text2, fallback = "my-image") {
  const last = text2.slice(0, 200).split("/").at(-1)?.split(/[:@]/)[0] ?? "";
  const plain = last.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return plain.replaceAll(/^-|-$/g, "").slice(0, 60).replace(/-$/, "") || fallback;
}

// src/manifest/expectation.ts
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

// src/manifest/duration.ts
var UNITS = /* @__PURE__ */ new Map([
  ["ms", 1],
  ["s", 1e3],
  ["m", 6e4],
  ["h", 36e5]
]);
var LONGEST_MS = 24 * 36e5;
function parseDuration(text2) {
  const [, digits, unit] = split(text2);
  const factor = UNITS.get(unit ?? "");
  if (digits === void 0 || factor === void 0) return void 0;
  const milliseconds = Math.round(Number(digits) * factor);
  return milliseconds <= LONGEST_MS ? milliseconds : void 0;
}
function durationFault(text2) {
  if (parseDuration(text2) !== void 0) return void 0;
  const [, digits, unit] = split(text2);
  if (digits === void 0)
    return `${quote(text2)} isn't a duration; write a number and a unit, such as \`1s\``;
  if (unit === void 0) return `${quote(text2)} has no unit; write \`${digits}s\` for seconds`;
  if (UNITS.has(unit)) return `${quote(text2)} is longer than a day; write a shorter duration`;
  return `${quote(unit)} isn't a unit of time; write ms, s, m or h, such as \`${digits}s\``;
}
function split(text2) {
  return /^\s*(\d{1,12}(?:\.\d{1,6})?)\s*([^\s\d]\S{0,15})?\s*$/.exec(text2) ?? [];
}

// src/manifest/percentage.ts
function parsePercentage(text2) {
  const [, digits] = /^\s*(\d{1,3}(?:\.\d{1,6})?)\s*%\s*$/.exec(text2) ?? [];
  const share = Number(digits ?? Number.NaN) / 100;
  return share <= 1 ? share : void 0;
}
function percentageFault(text2) {
  if (parsePercentage(text2) !== void 0) return void 0;
  if (/^\s*\d{1,9}(?:\.\d{1,6})?\s*%\s*$/.test(text2))
    return `${quote(text2)} is more than all of it; write at most \`100%\``;
  return `${quote(text2)} isn't a percentage; write a number and \`%\`, such as \`80%\``;
}

// src/manifest/size.ts
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
function parseSize(text2) {
  const { amount, factor } = split2(text2);
  if (amount === void 0 || factor === void 0) return void 0;
  const bytes = Math.round(amount * factor);
  return Number.isSafeInteger(bytes) ? bytes : void 0;
}
function sizeFault(text2) {
  if (parseSize(text2) !== void 0) return void 0;
  const { amount, unit } = split2(text2);
  if (amount === void 0)
    return `${quote(text2)} isn't a size; write a number and a unit, such as \`500MB\``;
  if (unit === "") return `${quote(text2)} has no unit; write \`${text2.trim()}MB\` or \`${text2.trim()}GB\``;
  const meant = UNITS2.has(unit) ? void 0 : meantUnit(unit);
  if (meant !== void 0) return `${quote(unit)} isn't a unit of size; write \`${amount}${meant}\``;
  if (UNITS2.has(unit)) return `${quote(text2)} is more than any disk holds; write a smaller size`;
  return `${quote(unit)} isn't a unit of size; write MB, GB, MiB or GiB, such as \`${amount}GB\``;
}
function split2(text2) {
  const [, digits, unit = ""] = /^\s*(\d{1,15}(?:\.\d{1,9})?)\s*([^\s\d]\S{0,15})?\s*$/.exec(text2) ?? [];
  return { amount: digits === void 0 ? void 0 : Number(digits), unit, factor: UNITS2.get(unit) };
}
function meantUnit(unit) {
  const plain = unit.toLowerCase();
  return [...UNITS2.keys()].find(
    (known) => [known.toLowerCase(), known.toLowerCase().slice(0, -1)].includes(plain)
  );
}

// src/manifest/measures.ts
var Size = string(expected("a size", "a number and a unit, such as `1GB`")).superRefine(without(sizeFault)).transform((size) => parseSize(size) ?? 0);
var Duration = string(expected("a duration", "a number and a unit, such as `1s`")).superRefine(without(durationFault)).transform((duration) => parseDuration(duration) ?? 0);
var Percentage = string(expected("a percentage", "a number and `%`, such as `80%`")).superRefine(without(percentageFault)).transform((percentage) => parsePercentage(percentage) ?? 0);

// src/manifest/disk.ts
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
    /** Milliseconds between two looks at the disk; 0 switches the watch off. */
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

// src/manifest/environment.ts
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

// src/manifest/fields.ts
var text = (example) => string(expected("text", example));
var DistributionName = text("a distribution's name, such as `torch`").superRefine(without(distributionNameFault)).transform(normaliseName);

// src/manifest/index-url.ts
var LONGEST = 2e3;
function indexUrlFault(text2) {
  const url = text2.length <= LONGEST && URL.canParse(text2) ? new URL(text2) : void 0;
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
function privateIndexFault(text2) {
  if (indexUrlFault(text2) !== void 0) return void 0;
  const url = new URL(text2);
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

// src/manifest/spelling.ts
var LONGEST2 = 40;
function closest(word, candidates) {
  if (word.length > LONGEST2) return void 0;
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

// src/manifest/torch-backend.ts
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

// src/manifest/install.ts
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
    torch_backend: text("uv's name of a backend, such as `cu128`").superRefine(without(torchBackendFault)).default("none")
  },
  expected("a map", "`install: { attempts: 3 }`")
);

// src/manifest/name-faults.ts
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

// src/manifest/paths.ts
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

// src/manifest/provides.ts
var Provides = strictObject(
  {
    /** `3.12` or `3.12.4`. */
    python: text('`python: "3.12"`').superRefine(without(pythonFault)),
    /** `12.8` or `12.8.1`; left out, the base has none. */
    cuda: text('`cuda: "12.8"`').superRefine(without(cudaFault)).optional(),
    packages: record(
      string().superRefine(without(distributionNameFault)),
      text("a version, such as `2.8.0+cu128`").superRefine(without(versionFault)),
      expected("a map of names to versions", "`packages: { torch: 2.8.0+cu128 }`")
    ).default({})
  },
  expected("a map", '`provides: { python: "3.12", packages: { torch: 2.8.0+cu128 } }`')
);
var OLDEST_MINOR = 8;
function pythonFault(version) {
  const [, minor] = /^3\.(\d{1,2})(?:\.\d{1,3})?$/.exec(version) ?? [];
  if (minor === void 0) {
    return `${quote(version)} isn't a version of Python 3; write one such as \`3.12\` or \`3.12.4\``;
  }
  if (Number(minor) >= OLDEST_MINOR) return void 0;
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

// src/manifest/run-step.ts
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

// src/manifest/system-package.ts
var NAME = /^[a-z0-9][a-z0-9+.-]+$/;
var VERSION = /^(?:\d{1,9}:)?\d[A-Za-z0-9.+~-]{0,200}$/;
var LONGEST3 = 300;
var EXAMPLE = "`ffmpeg`";
function parseSystemPackage(text2) {
  const at2 = text2.indexOf("=");
  return at2 < 0 ? { name: text2, version: void 0 } : { name: text2.slice(0, at2), version: text2.slice(at2 + 1) };
}
function systemPackageFault(text2) {
  if (text2.trim() === "") return `is empty; write a package's name, such as ${EXAMPLE}`;
  if (text2.length > LONGEST3)
    return `${quote(text2)} is longer than ${LONGEST3} characters; write a package's name`;
  if (text2.startsWith("-"))
    return `${quote(text2)} is an option of apt; write a package's name, such as ${EXAMPLE}`;
  if (text2.trim().includes(" ")) return `${quote(text2)} holds blanks; write one package per list entry`;
  if (text2.includes("/")) {
    return `${quote(text2)} is a file or another release; write a package's name, such as ${EXAMPLE}`;
  }
  if (/[<>~!]=|==|>|</.test(text2)) {
    return `${quote(text2)} compares versions; apt takes one exactly: write \`name=version\``;
  }
  return nameFault(text2);
}
function nameFault(text2) {
  const { name, version } = parseSystemPackage(text2);
  if (name.includes(":"))
    return `${quote(text2)} names an architecture; write the name alone: images are for amd64`;
  if (/[*?^$[\]|]/.test(name)) return `${quote(text2)} is a pattern; write each package's whole name`;
  if (name.endsWith("-")) {
    return `${quote(text2)} ends with \`-\`, which asks apt to remove a package; write names of packages to install`;
  }
  if (!NAME.test(name)) {
    return `${quote(text2)} isn't the name of a package; write lower-case letters, digits, \`+\`, \`-\` and \`.\`, such as ${EXAMPLE}`;
  }
  if (version !== void 0 && !VERSION.test(version)) {
    return `${quote(text2)} has no version behind \`=\`; write one exactly, such as \`${name}=1.2.3-1\`, or the name alone`;
  }
  return void 0;
}

// src/manifest/system-fields.ts
var MOST_SYSTEM_PACKAGES = 300;
var SystemPackages = array(
  text("a package's name, such as `ffmpeg`").superRefine(without(systemPackageFault)),
  expected("a list of packages", "`system_packages: [ffmpeg]`")
).max(MOST_SYSTEM_PACKAGES, {
  error: ({ path }) => `${describePath(path ?? [])} has more than ${MOST_SYSTEM_PACKAGES} entries; choose a base that has them`
}).default([]);
var RunStep = array(text("a word of a command"), {
  error: (issue) => expected("a list", runStepExample(issue.input)).error(issue)
}).superRefine(without(runStepFault));

// src/manifest/gpu-pools.ts
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

// src/manifest/target.ts
var Requires = strictObject(
  {
    gpu_memory: Size.optional(),
    disk: Size.optional(),
    python: text('`python: ">=3.8"`').superRefine(without(pythonFault2)).optional(),
    cuda: boolean(expected("`true` or `false`", "`cuda: true` without quotes")).optional()
  },
  expected("a map", "`requires: { gpu_memory: 6GiB, cuda: true }`")
);
var RunPod = strictObject(
  {
    gpu_pools: array(
      text("a pool of GPUs, such as `ADA_24`").superRefine(without(poolFault)),
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

// src/manifest/wheel-template.ts
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
var LONGEST4 = 2e3;
function templateFault(template) {
  if (template.length > LONGEST4) return `is longer than ${LONGEST4} characters; write one address`;
  const address = wheelAddress(template);
  const fault = indexUrlFault(address);
  if (fault !== void 0) return fault;
  if (new URL(address).host.includes("{")) return "has a placeholder in its host; write the host's name";
  return placeholderFault(address) ?? nameFault2(fileName(address)) ?? hashFault(template);
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
function nameFault2(name) {
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
  const own = packages.filter((text2) => requirementFault(text2) === void 0).map(parseRequirement);
  const asked = own.find((one) => one.normalised === name);
  if (asked === void 0) {
    return `is for \`${name}\`, as its file name begins; add it to this phase's \`packages\`, such as \`${name}==1.0\``;
  }
  if (pinnedVersion(packages, name) !== void 0) return void 0;
  return `is for \`${name}\`, whose version it must know; pin it in \`packages\`, such as \`${name}==1.0\``;
}
function pinnedVersion(packages, name) {
  for (const text2 of packages) {
    if (requirementFault(text2) !== void 0) continue;
    const { normalised, specifiers, marker } = parseRequirement(text2);
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

// src/manifest/manifest.ts
var MOST_PHASES = 100;
var STRIPPED = ["tests", "docs", "static-libraries"];
var MOST_RUN_STEPS = 100;
var RelativePath = text("a path relative to the manifest's folder").superRefine(without(relativePathFault));
var Base = strictObject(
  {
    image: text("`image: python:3.12-slim`").superRefine(without(imageReferenceFault)),
    /** What it holds, for planning where it isn't; the build compares. */
    provides: Provides.optional()
  },
  expected("a map", "`base: { image: python:3.12-slim }`")
);
var PackageIndex = strictObject(
  {
    name: text("`name: pytorch`").superRefine(without(phaseNameFault)),
    url: text("`url: https://index.example/simple`").superRefine(without(indexUrlFault)),
    packages: array(DistributionName, expected("a list of distribution names", "`packages: [torch]`")).min(1, expected("", "the packages that come from this index, such as `packages: [torch]`"))
  },
  expected("a map", "`{ name: \u2026, url: \u2026, packages: [\u2026] }`")
);
var Phase = strictObject(
  {
    name: text("`name: speech`").superRefine(without(phaseNameFault)),
    /** May be empty beside `run` or `system_packages`: see consistency.ts. */
    packages: array(
      text("a requirement, such as `torch==2.8.0`").superRefine(without(requirementFault)),
      expected("a list of requirements", '`packages: ["torch==2.8.0"]`')
    ).default([]),
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
      text("a module's name, such as `google.cloud.speech`").superRefine(without(moduleFault)),
      expected("a list of modules", "`imports: [torch]`")
    ).default([]),
    optional: boolean(expected("`true` or `false`", "`optional: true` without quotes")).default(false),
    /** Distributions that its binaries are bound to: it goes after whatever brings them. */
    binary_for: array(DistributionName, expected("a list of distribution names", "`binary_for: [torch]`")).default([]),
    /** `isolated`: in a virtual environment of its own, which nothing else of the image is bound to. */
    environment: _enum(["shared", "isolated"], {
      error: (issue) => `${describePath(issue.path ?? [])} must be \`shared\` or \`isolated\`, not ${givenValue(issue.input)}`
    }).default("shared"),
    /** Where the prebuilt wheel of one of its packages lies; its name follows the planned torch, CUDA and Python. */
    wheels: text("an address, such as `https://files.example/demo-{version}-py3-none-any.whl`").superRefine(without(templateFault)).optional(),
    /** Left out, it is `never` where `wheels` is given; else sources are built as any installer does. */
    source_build: _enum(["never", "allowed"], {
      error: (issue) => `${describePath(issue.path ?? [])} must be \`never\` or \`allowed\`, not ${givenValue(issue.input)}`
    }).optional(),
    requires: Requires.optional()
  },
  expected("a map", "`{ name: \u2026, packages: [\u2026] }`")
);
var FileCopy = strictObject(
  {
    from: RelativePath,
    to: text("a path in the image, such as `/app`").superRefine(without(targetPathFault))
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
  {
    timings: Timings.optional(),
    on_no_gpu: _enum(["fail", "warn", "skip"], {
      error: (issue) => {
        return `${describePath(issue.path ?? [])} must be \`fail\`, \`warn\` or \`skip\`, not ${givenValue(issue.input)}`;
      }
    }).optional()
  },
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
  version: literal(1, {
    error: ({ input }) => versionFault2(input)
  }),
  name: text("`name: my-image`").superRefine(without(imageNameFault)),
  base: Base,
  keep: array(DistributionName, expected("a list of distribution names", "`keep: [torch]`")).default(["torch", "torchaudio", "torchvision", "triton"]),
  indexes: array(PackageIndex, expected("a list", "`indexes: [{ name: \u2026, url: \u2026, packages: [\u2026] }]`")).default([]),
  system_packages: SystemPackages,
  phases: array(Phase, expected("a list of phases", '`phases: [{ name: speech, packages: ["torch==2.8.0"] }]`')).min(1, expected("", 'at least one phase, such as `- { name: speech, packages: ["torch==2.8.0"] }`')).max(MOST_PHASES, {
    error: `\`phases\` has more than ${MOST_PHASES} entries, and each is a layer; put several packages into one phase`
  }),
  /** A pylock.toml: exactly its versions and files are installed. */
  lock: text("`lock: pylock.toml`").superRefine(without(relativePathFault)).optional(),
  files: array(FileCopy, expected("a list", "`files: [{ from: app, to: /app }]`")).default([]),
  env: record(
    string().superRefine(without(environmentNameFault)),
    text("a value in quotes"),
    expected("a map of names to values", '`env: { LANGUAGE: "en" }`')
  ).default({}),
  workdir: text("`workdir: /app`").superRefine(without(imagePathFault)).default("/"),
  command: array(text("a part of the command"), {
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
  faultSentence,
  aboutValue,
  describePath,
  kindOf,
  indexUrlFault,
  privateIndexFault,
  privateRedirectFault,
  privateGitFault,
  DiskKeys,
  environmentNameFault,
  environmentValueFault,
  parseSystemPackage,
  systemPackageFault,
  Provides,
  providesProblems,
  closest,
  didYouMean,
  torchBackendFault,
  backendContradiction,
  templateFault,
  templatePackage,
  unpinnedFault,
  pinnedVersion,
  wheelAddress,
  placeholders,
  fillTemplate,
  Install,
  imageReferenceFault,
  slug,
  relativePathFault,
  imagePathFault,
  targetPathFault,
  runStepFault,
  GPU_POOLS,
  chosenPools,
  Requires,
  RunPod,
  Base,
  PackageIndex,
  Phase,
  FileCopy,
  Timings,
  Verify,
  ImageSettings,
  Manifest
};
