// Builds a container engine that this machine doesn't have from Go modules, once: minutes the first time, nothing later.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { ensureLibrary, ensureProgram, mustRunQuietly } from "../programs.mjs";

/**
 * @typedef {object} Part What one module gives.
 * @property {string} module with its version
 * @property {string[]} packages folders of programs in the module
 * @property {string} tags of the build, by commas
 * @property {boolean} [cgo]
 * @property {boolean} [vendored] its requirements are in vendor.mod: it is no module of today's kind
 */

/** @type {Record<string, Part[]>} Engines by the name that `npm run engine` takes. */
export const ENGINES = {
  current: [
    {
      module: "github.com/moby/moby/v2@v2.0.0-beta.24",
      packages: ["cmd/dockerd"],
      tags: "exclude_graphdriver_btrfs,exclude_graphdriver_devicemapper,no_btrfs",
    },
    {
      module: "github.com/containerd/containerd/v2@v2.4.2",
      packages: ["cmd/containerd", "cmd/containerd-shim-runc-v2"],
      tags: "no_btrfs,no_devmapper,no_zfs",
    },
    // Debian's own runc is too old for a current containerd.
    { module: "github.com/opencontainers/runc@v1.5.3", packages: [""], tags: "seccomp", cgo: true },
  ],
  28: [
    {
      module: "github.com/docker/docker@v28.5.2+incompatible",
      packages: ["cmd/dockerd"],
      tags: "exclude_graphdriver_btrfs,exclude_graphdriver_devicemapper,no_btrfs",
      vendored: true,
    },
    {
      module: "github.com/containerd/containerd@v1.7.29",
      packages: ["cmd/containerd", "cmd/containerd-shim-runc-v2"],
      tags: "no_btrfs,no_devmapper,no_zfs,no_aufs",
    },
    { module: "github.com/opencontainers/runc@v1.3.3", packages: [""], tags: "seccomp", cgo: true },
  ],
};

/** Parts of an engine. @throws for a name that isn't an engine's */
function partsOf(/** @type {string} */ name) {
  const parts = ENGINES[name];
  if (parts) return parts;
  throw new Error(`No such engine: ${name}. Engines: ${Object.keys(ENGINES).join(", ")}`);
}

/** Where an engine is kept from one use to the next, another one for other versions. @returns {string} */
export function engineFolder(/** @type {string} */ name) {
  const key = createHash("sha256")
    .update(JSON.stringify(partsOf(name)))
    .digest("hex")
    .slice(0, 12);
  const caches = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return join(caches, "surelayer-test-engines", `${name}-${key}`);
}

/** Folder of an engine's programs, built where it isn't there. @returns {string} */
export function ensureEngineBuilt(/** @type {string} */ name) {
  const programs = join(engineFolder(name), "bin");
  if (existsSync(programs)) return programs;
  ensureProgram("go", "golang-go");
  const built = `${programs}.part`;
  mkdirSync(built, { recursive: true });
  for (const part of partsOf(name)) buildPart(part, built);
  // A half-built engine is never found.
  renameSync(built, programs);
  return programs;
}

function buildPart(/** @type {Part} */ part, /** @type {string} */ bin) {
  if (part.cgo) ensureLibrary("libseccomp", "libseccomp-dev");
  console.log(`building ${part.module}: takes minutes, once`);
  const scratch = mkdtempSync(join(tmpdir(), "surelayer-engine-build-"));
  const env = { ...process.env, GOBIN: bin, CGO_ENABLED: part.cgo ? "1" : "0", GOFLAGS: "" };
  const go = (/** @type {string[]} */ ...args) => mustRunQuietly("go", args, { cwd: scratch, env });
  try {
    if (part.vendored) buildVendored(part, scratch, go);
    else buildModule(part, go);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @typedef {(...args: string[]) => string} Go What a call of Go writes. */

function buildModule(/** @type {Part} */ { module, packages, tags }, /** @type {Go} */ go) {
  const [path = "", version] = module.split("@");
  go("mod", "init", "engine");
  for (const one of packages) go("get", "-tool", `${[path, one].filter(Boolean).join("/")}@${version}`);
  go("install", "-tags", tags, "tool");
}

function buildVendored(
  /** @type {Part} */ { module, packages, tags },
  /** @type {string} */ scratch,
  /** @type {Go} */ go,
) {
  const { Dir } = JSON.parse(go("mod", "download", "-json", module));
  // Go's own copy can't be written to.
  mustRunQuietly("cp", ["--recursive", "--no-preserve=mode", `${Dir}/.`, scratch]);
  rmSync(join(scratch, "vendor"), { recursive: true, force: true });
  for (const kind of ["mod", "sum"]) renameSync(join(scratch, `vendor.${kind}`), join(scratch, `go.${kind}`));
  go("install", "-mod=mod", "-tags", tags, ...packages.map((one) => `./${one}`));
}
