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
} from "./chunk-O7NV6CE3.js";
import "./chunk-RPVUPVHQ.js";
import "./chunk-S4TJR5DF.js";
import "./chunk-LSVDQLTT.js";
export {
  REGISTRY,
  describeStarted,
  openState
};
