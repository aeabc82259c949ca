process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  neutralise
} from "./chunk-CJZBE5W5.js";

// src/text/secrets/secret-forms.ts
var LEAST_BASE64 = 8;
var LEAST_LINE = 16;
function secretForms(secret) {
  const lines = secret.split(/\r?\n|\\n/).map((line) => line.trim());
  const long = lines.filter((line) => line.length >= LEAST_LINE);
  return [...new Set([secret, secret.trim(), ...long].flatMap(formsOf))].filter((form) => form !== "");
}
function formsOf(text) {
  const hex = Buffer.from(text).toString("hex");
  return [
    text,
    ...percentEncoded(text),
    ...base64Alignments(text),
    ...jsonEscaped(text),
    hex,
    hex.toUpperCase()
  ];
}
function percentEncoded(text) {
  const usual = encodeURIComponent(Buffer.from(text).toString());
  const strict = usual.replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const upper = [usual, strict, strict.replaceAll("%20", "+")];
  return [...upper, ...upper.map((one) => one.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))];
}
function base64Alignments(text) {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const whole = Math.floor(bytes.length * 8 / 6);
    const start = Math.ceil(before * 8 / 6);
    const forms = [bytes.toString("base64"), bytes.toString("base64url")].map(
      (one) => one.slice(start, whole)
    );
    return forms.filter((one) => one.length >= LEAST_BASE64);
  });
}
function jsonEscaped(text) {
  const escaped = JSON.stringify(text).slice(1, -1);
  const ascii = escaped.replaceAll(
    /[\u007f-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`
  );
  return [escaped, ascii];
}

// src/text/secrets/spelling-pattern.ts
var MOST_BACKSLASHES = 3;
var PERCENT = "%(?:25){0,3}";
var NAMED = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "apos"
};
var SHORT = { "\n": "n", "\r": "r", "	": "t" };
var SHELL_QUOTE = `'(?:\\\\''|"'"')`;
function spellingPattern(secret) {
  const parts = secret.match(/\\+|./gsu) ?? [];
  return parts.map(partPattern).join("");
}
function partPattern(part) {
  if (part.startsWith("\\")) return backslashes(part.length);
  return /^[A-Za-z0-9]$/.test(part) ? part : spellings(part);
}
function backslashes(count) {
  return `(?:\\\\{${count},${count * (MOST_BACKSLASHES + 1)}}|(?:${PERCENT}5[cC]){${count}})`;
}
function spellings(one) {
  const code = one.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  const bytes = [...Buffer.from(one)].map((byte) => anyCase(byte.toString(16).padStart(2, "0")));
  const slashes = `\\\\{1,${MOST_BACKSLASHES}}`;
  const units = Array.from(
    { length: one.length },
    (_, at) => one.charCodeAt(at).toString(16).padStart(4, "0")
  );
  const short = SHORT[one];
  const all = [
    `\\\\{0,${MOST_BACKSLASHES}}${literal(one)}`,
    bytes.map((byte) => PERCENT + byte).join(""),
    units.map((unit) => `${slashes}u${anyCase(unit)}`).join(""),
    bytes.map((byte) => `${slashes}x${byte}`).join(""),
    ...code <= 255 ? [`${slashes}x${anyCase(hex.padStart(2, "0"))}`] : [],
    `&(?:${NAMED[one] === void 0 ? "" : `${NAMED[one]}|`}#0{0,4}${code}|#[xX]0{0,4}${anyCase(hex)});`,
    ...short === void 0 ? [] : [slashes + short],
    ...one === " " ? ["\\+"] : [],
    ...one === "'" ? [SHELL_QUOTE] : []
  ];
  return `(?:${all.join("|")})`;
}
function anyCase(hex) {
  return hex.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
function literal(text) {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

// src/text/secrets/redactor.ts
var MIN_SECRET_LENGTH = 4;
var INSTEAD = "***";
var INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
var LOGIN_IN_ADDRESS = /(:\/\/[^\s/:@'"`<>]{0,256}):[^\s/@'"`<>]{1,1024}@/g;
function spellingsOf(secret) {
  const alike = secret.split(/[^A-Za-z0-9]+/).toSorted((a, b) => b.length - a.length);
  return { core: alike[0] ?? "", pattern: new RegExp(spellingPattern(secret), "g") };
}
function createRedactor() {
  const known = /* @__PURE__ */ new Set();
  const spelled = /* @__PURE__ */ new Map();
  let pattern;
  const spellingsIn = (text) => [...spelled.values()].filter(({ core }) => text.includes(core));
  const areIn = (text) => pattern !== void 0 && text.search(pattern) !== -1 || spellingsIn(text).some((one) => text.search(one.pattern) !== -1);
  const without = (text) => {
    let rest = text;
    for (const one of spellingsIn(text)) rest = rest.replaceAll(one.pattern, INSTEAD);
    return pattern === void 0 ? rest : rest.replaceAll(pattern, INSTEAD);
  };
  return {
    add(secrets) {
      const long = secrets.filter((secret) => secret.length >= MIN_SECRET_LENGTH);
      for (const form of long.flatMap(secretForms)) known.add(form);
      const odd = long.filter((secret) => /[^A-Za-z0-9]/.test(secret));
      const all = new Set([...spelled.keys(), ...odd].toSorted((a, b) => b.length - a.length));
      spelled.clear();
      for (const secret of all) spelled.set(secret, spellingsOf(secret));
      const forms = [...known].toSorted((a, b) => b.length - a.length);
      pattern = forms.length > 0 ? new RegExp(forms.map(literal).join("|"), "g") : void 0;
    },
    // Text of two bytes a character has a NUL in each of ours.
    areIn: (text) => areIn(text) || text.includes("\0") && areIn(text.replaceAll("\0", "")),
    areKnown: () => pattern !== void 0,
    redact(text) {
      const rest = without(text);
      const hidden = pattern !== void 0 && INVISIBLE.test(rest) ? neutralise(rest) : rest;
      return (areIn(hidden) ? without(hidden) : rest).replaceAll(LOGIN_IN_ADDRESS, `$1:${INSTEAD}@`);
    }
  };
}
function redactedJson(value, redact) {
  const safe = (_name, one) => typeof one === "string" ? redact(one) : one;
  return `${JSON.stringify(value, safe, 2)}
`;
}

export {
  secretForms,
  createRedactor,
  redactedJson
};
