import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  showError
} from "./chunk-ONXSF4XM.js";
import "./chunk-OZZVUD4C.js";
import "./chunk-HKRE7RXU.js";
import "./chunk-MUUNFRLS.js";
import "./chunk-3GTTOHB6.js";
import "./chunk-URNO6XDL.js";
import "./chunk-BVDNLKXX.js";
import "./chunk-K6W7U44V.js";
import "./chunk-FIY4HSJU.js";
import "./chunk-4GBHNMYG.js";
import "./chunk-2KWMFMYJ.js";
export {
  showError
};
