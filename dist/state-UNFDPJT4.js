process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  REGISTRY,
  describeStarted,
  openState
} from "./chunk-3I4BM2LK.js";
import "./chunk-I7DV6QFW.js";
import "./chunk-LSVDQLTT.js";
export {
  REGISTRY,
  describeStarted,
  openState
};
