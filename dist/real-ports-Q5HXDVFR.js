import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  openRealPorts
} from "./chunk-C7J7RTWQ.js";
import "./chunk-I5ILMOUN.js";
import "./chunk-OS6SK75N.js";
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
