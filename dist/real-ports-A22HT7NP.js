import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  openRealPorts
} from "./chunk-3CEXNYIJ.js";
import "./chunk-64EQMJJ4.js";
import "./chunk-I2AT33QX.js";
import "./chunk-WHQTJRKZ.js";
import "./chunk-3M5PI7MQ.js";
import "./chunk-GO6SLCO7.js";
import "./chunk-JDV4EGRS.js";
import "./chunk-HKRE7RXU.js";
import "./chunk-MUUNFRLS.js";
import "./chunk-TC6TB36M.js";
import "./chunk-5JA6PLCL.js";
import "./chunk-FIY4HSJU.js";
import "./chunk-2KWMFMYJ.js";
export {
  openRealPorts
};
