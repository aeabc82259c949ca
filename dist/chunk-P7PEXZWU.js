process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  UsageError
} from "./chunk-NR44LZQS.js";

// src/text/reference.ts
var DEFAULT_REGISTRY = "docker.io";
var COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
var TAG = /^\w[\w.-]{0,127}$/;
var DIGEST = /^sha256:[0-9a-f]{64}$/;
var REGISTRY = /^(?:\[[0-9a-f:]+\]|[a-zA-Z0-9](?:[\w.-]*[a-zA-Z0-9])?)(?::\d{1,5})?$/;
var NAME_LIMIT = 255;
function parseReference(text) {
  if (/^[a-z]+:\/\//i.test(text)) throw badReference(text, "leave out the scheme in front of the registry");
  const [beforeDigest = "", digest, ...more] = text.split("@");
  if (more.length > 0 || digest !== void 0 && !DIGEST.test(digest)) {
    throw badReference(text, "a digest is sha256: and 64 hexadecimal digits, after one @");
  }
  const { name, tag } = splitTag(beforeDigest);
  if (tag !== void 0 && !TAG.test(tag)) {
    throw badReference(text, "a tag has up to 128 letters, digits, dots, dashes and underscores");
  }
  const { registry, path } = splitRegistry(name);
  if (!REGISTRY.test(registry)) throw badReference(text, "a registry is written host or host:port");
  checkPath(path, text);
  const repository = registry === DEFAULT_REGISTRY && !path.includes("/") ? `library/${path}` : path;
  return { registry, repository, tag: tag ?? (digest === void 0 ? "latest" : void 0), digest };
}
function formatName({ registry, repository }) {
  return `${registry}/${repository}`;
}
function formatReference(reference) {
  const tag = reference.tag === void 0 ? "" : `:${reference.tag}`;
  const digest = reference.digest === void 0 ? "" : `@${reference.digest}`;
  return `${formatName(reference)}${tag}${digest}`;
}
function isLoopbackRegistry(registry) {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(registry);
}
function splitTag(text) {
  const colon = text.lastIndexOf(":");
  if (colon <= text.lastIndexOf("/")) return { name: text, tag: void 0 };
  return { name: text.slice(0, colon), tag: text.slice(colon + 1) };
}
function splitRegistry(name) {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  if (!/[.:A-Z]/.test(first) && first !== "localhost") return { registry: DEFAULT_REGISTRY, path: name };
  const registry = first === `index.${DEFAULT_REGISTRY}` ? DEFAULT_REGISTRY : first;
  return { registry, path: name.slice(slash + 1) };
}
function checkPath(path, text) {
  if (path === "") throw badReference(text, "write a name, e.g. registry.example/team/worker:1.0");
  if (path !== path.toLowerCase())
    throw badReference(text, `names are lower case: ${text.replace(path, path.toLowerCase())}`);
  if (path.length > NAME_LIMIT) throw badReference(text, `a name has at most ${NAME_LIMIT} characters`);
  if (!path.split("/").every((component) => COMPONENT.test(component))) {
    throw badReference(
      text,
      "a name has letters, digits and single separators (. _ -) between them, parted by /"
    );
  }
}
function badReference(text, advice) {
  return new UsageError(`"${text}" is not an image reference.`, {
    remedy: `${advice.charAt(0).toUpperCase()}${advice.slice(1)}.`
  });
}

// src/text/read-json.ts
function readJson(json, schema) {
  try {
    return schema.parse(JSON.parse(typeof json === "string" ? json : new TextDecoder().decode(json)));
  } catch {
    return void 0;
  }
}

export {
  readJson,
  DEFAULT_REGISTRY,
  parseReference,
  formatName,
  formatReference,
  isLoopbackRegistry
};
