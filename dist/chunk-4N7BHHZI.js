process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);

// src/toolbox/container-paths.ts
var TOOLS = "/dev/surelayer/tools";
var SCRATCH = "/dev/surelayer/scratch";
var MARKER = `${SCRATCH}/marker`;
var DOWNLOADS = "/dev/surelayer/downloads";
var PREFETCHED = `${DOWNLOADS}/wheels`;
var UV = `${TOOLS}/uv`;
var CA_BUNDLE = `${TOOLS}/ca.pem`;
var OWN_PYTHON = `${TOOLS}/python`;

export {
  TOOLS,
  SCRATCH,
  MARKER,
  DOWNLOADS,
  PREFETCHED,
  UV,
  CA_BUNDLE,
  OWN_PYTHON
};
