import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  showError
} from "./chunk-S5436446.js";
import "./chunk-QPJVTWEL.js";
import "./chunk-URNO6XDL.js";
import "./chunk-B44NCNIB.js";
import "./chunk-TRVGHPHU.js";
import "./chunk-FIY4HSJU.js";
import "./chunk-2KWMFMYJ.js";
export {
  showError
};
