import type { MachineNetwork } from "../ports/ports.ts";
import { SCRATCH } from "./container-paths.ts";
import { containerEnv } from "./relay/container-env.ts";

/** Environment of uv, for single commands only: never part of an image. */
export function installerEnv(network: MachineNetwork): Readonly<Record<string, string>> {
  return {
    ...containerEnv(network),
    ...CHECK_ENV,
    UV_CACHE_DIR: `${SCRATCH}/uv-cache`,
    UV_LINK_MODE: "copy",
    UV_NO_PROGRESS: "1",
    UV_PYTHON_DOWNLOADS: "never",
    NO_COLOR: "1",
  };
}

/**
 * Environment of a resolution, which builds the metadata of source distributions. uv links build environments from its
 * cache, and each build loads the bytecode that an earlier one wrote for setuptools. Such traces are harmless here, because
 * the container is thrown away (measured in `docs/plan-time.md`).
 */
export function resolverEnv(network: MachineNetwork): Readonly<Record<string, string>> {
  return { ...installerEnv(network), UV_LINK_MODE: "hardlink", PYTHONDONTWRITEBYTECODE: "" };
}

/** The installer's temporary folder and cache during an install; removed before the commit. */
export const INSTALL_TEMP = "/tmp/surelayer-install";
export const INSTALL_CACHE = `${INSTALL_TEMP}/cache`;

/**
 * Environment of an install. uv links files from its cache, which lies on the container's own file system. So the disk holds
 * one copy of the phase, not two (36 wheels, 527 MB: 1.7–2.2 s and 554 MB at the peak; with a cache on a volume 6.4 s and
 * 1,097 MB). The cache goes with the container, or before the commit.
 */
export function phaseEnv(network: MachineNetwork): Readonly<Record<string, string>> {
  return {
    ...installerEnv(network),
    UV_CACHE_DIR: INSTALL_CACHE,
    UV_LINK_MODE: "hardlink",
    PIP_CACHE_DIR: `${INSTALL_CACHE}/pip`,
    // Installs although PEP 668 forbids it, as uv does. An older pip ignores this variable and PEP 668.
    PIP_BREAK_SYSTEM_PACKAGES: "1",
    PIP_ROOT_USER_ACTION: "ignore",
    TMPDIR: INSTALL_TEMP,
  };
}

/** Keeps files that programs write at their first use out of the layer: caches, bytecode, settings. */
export const CHECK_ENV: Readonly<Record<string, string>> = {
  HOME: `${SCRATCH}/home`,
  TMPDIR: `${SCRATCH}/tmp`,
  XDG_CACHE_HOME: `${SCRATCH}/cache`,
  // Else numba writes compiled code beside the sources of packages.
  NUMBA_CACHE_DIR: `${SCRATCH}/cache/numba`,
  PYTHONDONTWRITEBYTECODE: "1",
};
