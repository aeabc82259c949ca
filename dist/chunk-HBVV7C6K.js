process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  EngineError,
  RegistryError,
  UsageError
} from "./chunk-NR44LZQS.js";

// src/text/reference.ts
var DEFAULT_REGISTRY = "docker.io";
var DEFAULT_REGISTRY_HOST = "registry-1.docker.io";
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
  if (formatName({ registry, repository }).length > NAME_LIMIT) {
    throw badReference(text, `a name has at most ${NAME_LIMIT} characters, its registry included`);
  }
  return { registry, repository, tag: tag ?? (digest === void 0 ? "latest" : void 0), digest };
}
function formatName({
  registry,
  repository
}) {
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
function registryAddress(registry) {
  const host = registry === DEFAULT_REGISTRY ? DEFAULT_REGISTRY_HOST : registry;
  return `${isLoopbackRegistry(registry) ? "http" : "https"}://${host}/v2/`;
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

// src/ports/no-answer.ts
var PASSING_CODES = /* @__PURE__ */ new Set([
  ...["ECONNRESET", "ECONNREFUSED", "ETIMEDOUT", "EPIPE", "EHOSTUNREACH", "ENETUNREACH"],
  // A name server that restarts, or a network that is just coming up, knows no name.
  ...["EAI_AGAIN", "ENOTFOUND"]
]);
function gotNoAnswer(error) {
  return error instanceof RegistryError && PASSING_CODES.has(causeOf(error)?.code);
}
var BUSY = /* @__PURE__ */ new Set([408, 425, 429, 500, 502, 503, 504]);
function isBusy(error) {
  return error instanceof RegistryError && isBusyStatus(causeOf(error)?.status);
}
function isBusyStatus(status) {
  return BUSY.has(status);
}
function causeOf({ cause }) {
  return typeof cause === "object" && cause !== null ? cause : void 0;
}

// src/ports/engine.ts
var NameTakenError = class extends EngineError {
};

export {
  NameTakenError,
  DEFAULT_REGISTRY,
  parseReference,
  formatName,
  formatReference,
  isLoopbackRegistry,
  registryAddress,
  gotNoAnswer,
  isBusy,
  isBusyStatus
};
