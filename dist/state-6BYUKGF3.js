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
} from "./chunk-TF5DOO3O.js";
import "./chunk-BVDNLKXX.js";
import "./chunk-K6W7U44V.js";
import "./chunk-2KWMFMYJ.js";
export {
  REGISTRY,
  describeStarted,
  openState
};
