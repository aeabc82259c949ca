import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  showError
} from "./chunk-CAVIJFRF.js";
import "./chunk-WEV4WTYW.js";
import "./chunk-YW3ETEJQ.js";
import "./chunk-MUUNFRLS.js";
import "./chunk-URNO6XDL.js";
import "./chunk-APG5RE3R.js";
import "./chunk-ETDHEAWY.js";
import "./chunk-FIY4HSJU.js";
import "./chunk-2KWMFMYJ.js";
export {
  showError
};
