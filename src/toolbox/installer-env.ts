import type { MachineNetwork } from "../ports/ports.ts";
import { SCRATCH } from "./places.ts";

/** Environment of uv; known to the exec only, never part of an image. */
export function installerEnv(network: MachineNetwork): Readonly<Record<string, string>> {
  return {
    ...network.installerEnv,
    ...CHECK_ENV,
    UV_CACHE_DIR: `${SCRATCH}/uv-cache`,
    UV_LINK_MODE: "copy",
    UV_NO_PROGRESS: "1",
    UV_PYTHON_DOWNLOADS: "never",
    NO_COLOR: "1",
  };
}

/**
 * Environment of a resolution, which builds the metadata of source distributions. uv links their build environments from its
 * cache, and what one step of a build has compiled of setuptools the next ones load: the container is thrown away anyway
 * (measured in `docs/plan-time.md`).
 */
export function resolverEnv(network: MachineNetwork): Readonly<Record<string, string>> {
  return { ...installerEnv(network), UV_LINK_MODE: "hardlink", PYTHONDONTWRITEBYTECODE: "" };
}

/** The installer's temporary folder and cache during an install; it must go before the commit. */
export const INSTALL_TEMP = "/tmp/surelayer-install";
export const INSTALL_CACHE = `${INSTALL_TEMP}/cache`;

/**
 * Environment of an install. uv's cache lies on the container's own file system and is linked from: the disk holds one copy of
 * the phase while it installs, not two, and nothing is copied (measured with 36 wheels, 527 MB: 1.7–2.2 s and 554 MB at the
 * peak, against 6.4 s and 1,097 MB with a cache on a volume). It is thrown away with the container, or before the commit.
 */
export function phaseEnv(network: MachineNetwork): Readonly<Record<string, string>> {
  return {
    ...installerEnv(network),
    UV_CACHE_DIR: INSTALL_CACHE,
    UV_LINK_MODE: "hardlink",
    PIP_CACHE_DIR: `${INSTALL_CACHE}/pip`,
    // PEP 668, as with uv; an older pip that doesn't know it isn't stopped by it either.
    PIP_BREAK_SYSTEM_PACKAGES: "1",
    PIP_ROOT_USER_ACTION: "ignore",
    TMPDIR: INSTALL_TEMP,
  };
}

/** Keeps caches, bytecode and settings that a program writes at first use out of the layer. */
export const CHECK_ENV: Readonly<Record<string, string>> = {
  HOME: `${SCRATCH}/home`,
  TMPDIR: `${SCRATCH}/tmp`,
  XDG_CACHE_HOME: `${SCRATCH}/cache`,
  PYTHONDONTWRITEBYTECODE: "1",
};
