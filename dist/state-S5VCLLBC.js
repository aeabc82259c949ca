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
} from "./chunk-42JLINNW.js";
import "./chunk-TC6TB36M.js";
import "./chunk-5JA6PLCL.js";
import "./chunk-2KWMFMYJ.js";
export {
  REGISTRY,
  describeStarted,
  openState
};
