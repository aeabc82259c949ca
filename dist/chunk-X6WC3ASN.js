process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);

// src/text/quote.ts
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

// src/python/distribution-name.ts
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

// src/python/git-source.ts
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

// src/python/direct-source.ts
function splitDirect(text) {
  const trimmed = text.trim();
  const end = trimmed.search(/\s;/);
  const whole = end < 0 ? trimmed : trimmed.slice(0, end).trim();
  const marker = end < 0 ? void 0 : trimmed.slice(trimmed.indexOf(";", end) + 1).trim();
  const named = /^([A-Za-z0-9][\w.-]*\s*(?:\[[^\]]*\])?)\s*@\s*(.*)$/.exec(whole);
  const target = named ? named[2] ?? "" : whole;
  if (!named && !/^(?:[a-z][a-z0-9.-]*\+|[a-z][a-z0-9+.-]*:\/\/|file:|\.\.?\/)/i.test(whole))
    return void 0;
  return { front: named?.[1]?.trim() ?? "", target, marker };
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

export {
  quote,
  holdsControlCharacter,
  normaliseName,
  isDistributionName,
  distributionNameFault,
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
  HASH,
  fileDistribution
};
