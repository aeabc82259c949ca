import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  openRealPorts
} from "./chunk-2B5UWWND.js";
import "./chunk-CEXCAJ57.js";
import "./chunk-V7E2TY6M.js";
import "./chunk-GO6SLCO7.js";
import "./chunk-FMODN4Y3.js";
import "./chunk-YW3ETEJQ.js";
import "./chunk-MUUNFRLS.js";
import "./chunk-APG5RE3R.js";
import "./chunk-ETDHEAWY.js";
import "./chunk-FIY4HSJU.js";
import "./chunk-2KWMFMYJ.js";
export {
  openRealPorts
};
