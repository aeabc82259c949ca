import { UsageError } from "./errors.ts";

/** A whole image reference, with the same defaults as Docker. */
export interface ImageReference {
  /** `host` or `host:port`. */
  readonly registry: string;
  readonly repository: string;
  /** Undefined only if there is a digest. */
  readonly tag: string | undefined;
  /** `sha256:…` */
  readonly digest: string | undefined;
}

/** The registry of a name that names none, as in Docker. */
export const DEFAULT_REGISTRY = "docker.io";

/** Host of the API of Docker's default registry. */
const DEFAULT_REGISTRY_HOST = "registry-1.docker.io";

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const REGISTRY = /^(?:\[[0-9a-f:]+\]|[a-zA-Z0-9](?:[\w.-]*[a-zA-Z0-9])?)(?::\d{1,5})?$/;
/** Engines count the registry, too. */
const NAME_LIMIT = 255;

/** Reads `[registry/]name[:tag][@digest]` as Docker does. @throws UsageError that says what to write instead. */
export function parseReference(text: string): ImageReference {
  if (/^[a-z]+:\/\//i.test(text)) throw badReference(text, "leave out the scheme in front of the registry");
  const [beforeDigest = "", digest, ...more] = text.split("@");
  if (more.length > 0 || (digest !== undefined && !DIGEST.test(digest))) {
    throw badReference(text, "a digest is sha256: and 64 hexadecimal digits, after one @");
  }
  const { name, tag } = splitTag(beforeDigest);
  if (tag !== undefined && !TAG.test(tag)) {
    throw badReference(text, "a tag has up to 128 letters, digits, dots, dashes and underscores");
  }
  const { registry, path } = splitRegistry(name);
  if (!REGISTRY.test(registry)) throw badReference(text, "a registry is written host or host:port");
  checkPath(path, text);
  const repository = registry === DEFAULT_REGISTRY && !path.includes("/") ? `library/${path}` : path;
  if (formatName({ registry, repository }).length > NAME_LIMIT) {
    throw badReference(text, `a name has at most ${NAME_LIMIT} characters, its registry included`);
  }
  return { registry, repository, tag: tag ?? (digest === undefined ? "latest" : undefined), digest };
}

/** `registry/repository`, in full. */
export function formatName({
  registry,
  repository,
}: Pick<ImageReference, "registry" | "repository">): string {
  return `${registry}/${repository}`;
}

/** The whole reference, without any default left out. */
export function formatReference(reference: ImageReference): string {
  const tag = reference.tag === undefined ? "" : `:${reference.tag}`;
  const digest = reference.digest === undefined ? "" : `@${reference.digest}`;
  return `${formatName(reference)}${tag}${digest}`;
}

/** Whether a registry is on this machine's loopback, where plain HTTP is the rule. */
export function isLoopbackRegistry(registry: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(registry);
}

/** Where a registry's API begins. */
export function registryAddress(registry: string): string {
  const host = registry === DEFAULT_REGISTRY ? DEFAULT_REGISTRY_HOST : registry;
  return `${isLoopbackRegistry(registry) ? "http" : "https"}://${host}/v2/`;
}

function splitTag(text: string): { readonly name: string; readonly tag: string | undefined } {
  const colon = text.lastIndexOf(":");
  // A colon before the last slash belongs to the registry's port.
  if (colon <= text.lastIndexOf("/")) return { name: text, tag: undefined };
  return { name: text.slice(0, colon), tag: text.slice(colon + 1) };
}

/** The first part is a registry only if it can't be a name: it has a dot or a port, a capital, or is `localhost`. */
function splitRegistry(name: string): { readonly registry: string; readonly path: string } {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  if (!/[.:A-Z]/.test(first) && first !== "localhost") return { registry: DEFAULT_REGISTRY, path: name };
  const registry = first === `index.${DEFAULT_REGISTRY}` ? DEFAULT_REGISTRY : first;
  return { registry, path: name.slice(slash + 1) };
}

function checkPath(path: string, text: string): void {
  if (path === "") throw badReference(text, "write a name, e.g. registry.example/team/worker:1.0");
  if (path !== path.toLowerCase())
    throw badReference(text, `names are lower case: ${text.replace(path, path.toLowerCase())}`);
  if (!path.split("/").every((component) => COMPONENT.test(component))) {
    throw badReference(
      text,
      "a name has letters, digits and single separators (. _ -) between them, parted by /",
    );
  }
}

function badReference(text: string, advice: string): UsageError {
  return new UsageError(`"${text}" is not an image reference.`, {
    remedy: `${advice.charAt(0).toUpperCase()}${advice.slice(1)}.`,
  });
}
