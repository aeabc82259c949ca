import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  openRealPorts
} from "./chunk-MLG772JU.js";
import "./chunk-CEXCAJ57.js";
import "./chunk-V7E2TY6M.js";
import "./chunk-LN5EQ7OU.js";
import "./chunk-MUUNFRLS.js";
import "./chunk-FMODN4Y3.js";
import "./chunk-B44NCNIB.js";
import "./chunk-TRVGHPHU.js";
import "./chunk-FIY4HSJU.js";
import "./chunk-2KWMFMYJ.js";
export {
  openRealPorts
};
