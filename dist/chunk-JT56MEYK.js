process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);

// src/host/system-clock.ts
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
function createSystemClock() {
  return { now: () => /* @__PURE__ */ new Date(), monotonic: () => performance.now(), jitter: Math.random, sleep };
}
async function sleep(milliseconds, signal, { background = false } = {}) {
  try {
    await delay(milliseconds, void 0, { ref: !background, ...signal && { signal } });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

export {
  createSystemClock
};
