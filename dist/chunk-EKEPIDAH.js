process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);

// src/text/secrets/secret-forms.ts
var LEAST_BASE64 = 8;
var LEAST_LINE = 16;
function secretForms(secret) {
  const lines = secret.split(/\r?\n|\\n/).map((line) => line.trim());
  const long = lines.filter((line) => line.length >= LEAST_LINE);
  return [...new Set([secret, secret.trim(), ...long].flatMap(formsOf))].filter((form) => form !== "");
}
function formsOf(text) {
  return [text, ...percentEncoded(text), ...base64Alignments(text), ...jsonEscaped(text)];
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
  const escaped2 = JSON.stringify(text).slice(1, -1);
  const ascii = escaped2.replaceAll(
    /[\u007f-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`
  );
  return [escaped2, ascii];
}

// src/text/secrets/redactor.ts
var MIN_SECRET_LENGTH = 4;
var INSTEAD = "***";
var LOGIN_IN_ADDRESS = /(:\/\/[^\s/:@'"`<>]{0,256}):[^\s/@'"`<>]{1,1024}@/g;
function createRedactor() {
  const known = /* @__PURE__ */ new Set();
  let pattern;
  return {
    add(secrets) {
      const long = secrets.filter((secret) => secret.length >= MIN_SECRET_LENGTH);
      for (const form of long.flatMap(secretForms)) known.add(form);
      const forms = [...known].toSorted((a, b) => b.length - a.length);
      pattern = forms.length > 0 ? new RegExp(forms.map(escaped).join("|"), "g") : void 0;
    },
    areIn: (text) => pattern !== void 0 && text.search(pattern) !== -1,
    areKnown: () => pattern !== void 0,
    redact(text) {
      const rest = pattern === void 0 ? text : text.replaceAll(pattern, INSTEAD);
      return rest.replaceAll(LOGIN_IN_ADDRESS, `$1:${INSTEAD}@`);
    }
  };
}
function escaped(text) {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
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
