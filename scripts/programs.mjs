// Programs and libraries that tests need, from Debian's packages where they are missing.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

export function succeeds(/** @type {string} */ command, /** @type {string[]} */ ...args) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** Runs a program whose output people may want to see. @throws when it fails */
export function mustRun(
  /** @type {string} */ command,
  /** @type {string[]} */ args,
  /** @type {{ cwd?: string, env?: NodeJS.ProcessEnv }} */ options = {},
) {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"], ...options });
  if (status !== 0) throw failed(command, args, error?.message ?? `exit status ${status}`);
}

/** Runs a program whose output nobody wants to see unless it fails. @returns {string} its output. @throws with what it said */
export function mustRunQuietly(
  /** @type {string} */ command,
  /** @type {string[]} */ args,
  /** @type {{ cwd?: string, env?: NodeJS.ProcessEnv }} */ options = {},
) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", ...options });
  if (status !== 0) throw failed(command, args, error?.message ?? `exit status ${status}\n${stderr}`);
  return stdout;
}

function failed(/** @type {string} */ command, /** @type {string[]} */ args, /** @type {string} */ why) {
  return new Error(`${command} ${args.join(" ")} failed: ${why}`);
}

/** Installs the Debian package of a program that isn't there. */
export function ensureProgram(/** @type {string} */ program, /** @type {string} */ debianPackage) {
  if (!succeeds("sh", "-c", `command -v ${program}`)) installPackage(program, debianPackage);
}

/** Installs the Debian package of a library that no compiler finds. */
export function ensureLibrary(/** @type {string} */ library, /** @type {string} */ debianPackage) {
  if (!succeeds("pkg-config", "--exists", library)) installPackage(library, debianPackage);
}

function installPackage(/** @type {string} */ wanted, /** @type {string} */ debianPackage) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    throw new Error(
      `${wanted} is missing. As root on Debian or Ubuntu it is installed for you; here, install it first.`,
    );
  }
  console.log(`apt-get install ${debianPackage}: ${wanted} is missing`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  mustRun("apt-get", ["update", "-qq"], { env });
  mustRun("apt-get", ["install", "-y", "-qq", debianPackage], { env });
}
