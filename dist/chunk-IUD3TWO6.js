import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  UsageError
} from "./chunk-FIY4HSJU.js";
import {
  __export
} from "./chunk-2KWMFMYJ.js";

// src/manifest/git-source.ts
function isVersionControl(address) {
  return /^[a-z][a-z0-9.-]*\+/i.test(address);
}
function gitSource(address) {
  const text = address.startsWith("git+") ? address.slice("git+".length) : "";
  if (!/^(?:https?|ssh):\/\//.test(text) || !URL.canParse(text)) return void 0;
  const { protocol, username, host, pathname, hash } = new URL(text);
  const at = pathname.lastIndexOf("@");
  const path = at < 0 ? pathname : pathname.slice(0, at);
  return {
    url: `${protocol}//${username === "" ? "" : `${username}@`}${host}${path}`,
    revision: at < 0 ? void 0 : pathname.slice(at + 1),
    subdirectory: /^#subdirectory=(.+)$/.exec(hash)?.[1]?.replace(/\/+$/, "")
  };
}
function gitAddress({ url, revision, subdirectory }) {
  const at = revision === void 0 ? "" : `@${revision}`;
  return `git+${url}${at}${subdirectory === void 0 ? "" : `#subdirectory=${subdirectory}`}`;
}
function isCommitId(revision) {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision);
}
function gitCommit(address) {
  const source = gitSource(address);
  const { revision } = source ?? {};
  return source && revision !== void 0 && isCommitId(revision) ? { ...source, revision } : void 0;
}
function repositoryName({ url }) {
  return url.replace(/\/+$/, "").replace(/\.git$/, "").split("/").at(-1) ?? "";
}

// src/manifest/direct-source.ts
function splitDirect(text) {
  const trimmed = text.trim();
  const end = trimmed.search(/\s;/);
  const whole = end < 0 ? trimmed : trimmed.slice(0, end).trim();
  const marker = end < 0 ? void 0 : trimmed.slice(trimmed.indexOf(";", end) + 1).trim();
  const named2 = /^([A-Za-z0-9][\w.-]*\s*(?:\[[^\]]*\])?)\s*@\s*(.*)$/.exec(whole);
  const target = named2 ? named2[2] ?? "" : whole;
  if (!named2 && !/^(?:[a-z][a-z0-9.-]*\+|[a-z][a-z0-9+.-]*:\/\/|file:|\.\.?\/)/i.test(whole))
    return void 0;
  return { front: named2?.[1]?.trim() ?? "", target, marker };
}
function isLocalAddress(address) {
  return address.startsWith("./");
}
function addressedFile(address) {
  const path = address.split(/[?#]/)[0] ?? address;
  const name = path.slice(path.lastIndexOf("/") + 1);
  try {
    return isLocalAddress(address) ? name : decodeURIComponent(name);
  } catch {
    return name;
  }
}
function directSource(target) {
  const git = gitSource(target);
  if (git !== void 0) return { address: gitAddress(git), sha256: void 0, kind: "commit", git };
  const [address = target, fragment = ""] = isLocalAddress(target) ? [target] : target.split("#", 2);
  return {
    address,
    sha256: HASH.exec(fragment)?.[1],
    kind: addressedFile(address).endsWith(".whl") ? "wheel" : "archive"
  };
}
function briefAddress(address) {
  const git = gitSource(address);
  if (git === void 0) return addressedFile(address);
  return `${repositoryName(git)}${git.revision === void 0 ? "" : `@${git.revision}`}`;
}
var HASH = /^sha256=([0-9a-f]{64})$/;
function fileDistribution(fileName) {
  const [, name] = /\.whl$/.test(fileName) ? /^([A-Za-z0-9][\w.]*)-[^-]+-/.exec(fileName) ?? [] : /^([A-Za-z0-9][\w.-]*)-\d[^-]*\.(?:tar\.gz|zip)$/.exec(fileName) ?? [];
  return name;
}

// src/manifest/quote.ts
var LONGEST = 60;
function quote(text) {
  const characters = [...text.slice(0, 1e3).replaceAll(/\/\/[^/\s]*@/g, "//\u2026@")];
  const shown = characters.slice(0, LONGEST).join("");
  const visible = shown.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escapeCharacter);
  return `\`${visible}${characters.length > LONGEST ? "\u2026" : ""}\``;
}
function holdsControlCharacter(text) {
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
}
function escapeCharacter(character) {
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`;
}

// src/manifest/distribution-name.ts
function normaliseName(name) {
  return name.replaceAll(/[-_.]+/g, "-").toLowerCase();
}
function isDistributionName(text) {
  return /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(text);
}
function distributionNameFault(text) {
  if (isDistributionName(text)) return void 0;
  const name = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?=\s*[[<>=!~;(@])/.exec(text)?.[0];
  if (name !== void 0) return `${quote(text)} is more than a name; write only \`${name}\``;
  return `${quote(text)} isn't the name of a distribution; write letters, digits and \`-\`, such as \`torch\``;
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
  let number = numberIn;
  if (letter) {
    if (!number) {
      number = 0;
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
    return [letter, Number(number)];
  }
  if (!letter && number) {
    letter = "post";
    return [letter, Number(number)];
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
function arrayStartsWith(array, prefix) {
  if (prefix.length > array.length) {
    return false;
  }
  for (let i = 0; i < prefix.length; i += 1) {
    if (prefix[i] !== array[i]) {
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

// src/manifest/git-fault.ts
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

// src/manifest/direct-fault.ts
var LONGEST_ADDRESS2 = 2e3;
function directFault({ front, target }) {
  const name = /^[\w.-]*/.exec(front)?.[0] ?? "";
  if (isVersionControl(target)) return named(name, gitFault(target, name));
  const fault = targetFault(target, name === "" ? "demo" : name) ?? nameFault(name, target);
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
function nameFault(name, target) {
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

// src/manifest/specifier.ts
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

// src/manifest/requirement.ts
var LONGEST2 = 500;
var MOST_SPECIFIERS = 16;
function parseRequirement(text) {
  const requirement = split(text);
  const fault = refusal(text) ?? grammarFault(text, requirement);
  if (fault !== void 0) throw new UsageError(`The requirement ${fault}.`);
  return requirement;
}
function requirementFault(text) {
  return refusal(text) ?? grammarFault(text, split(text));
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
  if (trimmed.length > LONGEST2) return `${shown} is longer than ${LONGEST2} characters; write one requirement`;
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
function split(text) {
  const direct = splitDirect(text);
  if (direct) return splitSource(direct);
  const semicolon = text.indexOf(";");
  const front = (semicolon < 0 ? text : text.slice(0, semicolon)).trim();
  const name = /^[\w.-]*/.exec(front)?.[0] ?? "";
  const afterName = front.slice(name.length).trim();
  const bracketed = /^\[([^\]]*)\]/.exec(afterName);
  const afterExtras = afterName.slice(bracketed?.[0].length ?? 0).trim();
  return {
    name,
    normalised: normaliseName(name),
    extras: list(bracketed?.[1] ?? ""),
    specifiers: list(/^\(([^()]*)\)$/.exec(afterExtras)?.[1] ?? afterExtras),
    marker: semicolon < 0 ? void 0 : text.slice(semicolon + 1).trim()
  };
}
function splitSource({ front, target, marker }) {
  const source = directSource(target);
  const name = front === "" ? fileDistribution(addressedFile(source.address)) ?? "" : front;
  return { ...split(name), specifiers: [], marker, source };
}
function list(text) {
  if (text.trim() === "") return [];
  return text.split(",").map((part) => part.trim().replace(/^([<>=!~]+)\s+/, "$1"));
}

export {
  isVersionControl,
  gitSource,
  gitAddress,
  isCommitId,
  gitCommit,
  repositoryName,
  splitDirect,
  isLocalAddress,
  addressedFile,
  directSource,
  briefAddress,
  fileDistribution,
  quote,
  holdsControlCharacter,
  normaliseName,
  isDistributionName,
  distributionNameFault,
  valid,
  rcompare,
  satisfies,
  validRange,
  gitFault,
  parseRequirement,
  requirementFault,
  canonicalRequirement
};
