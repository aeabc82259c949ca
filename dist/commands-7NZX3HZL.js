import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  COMMANDS,
  commandFiles,
  runCommand,
  validate
} from "./chunk-63FPPIM4.js";
import "./chunk-Y7VPDTYO.js";
import "./chunk-MUUNFRLS.js";
import "./chunk-6RCN7TAX.js";
import "./chunk-F3BG6HTQ.js";
import "./chunk-FMODN4Y3.js";
import "./chunk-4GBHNMYG.js";
import "./chunk-AED4OGLA.js";
import "./chunk-URNO6XDL.js";
import "./chunk-APG5RE3R.js";
import "./chunk-ETDHEAWY.js";
import "./chunk-FIY4HSJU.js";
import "./chunk-2KWMFMYJ.js";
export {
  COMMANDS,
  commandFiles,
  runCommand,
  validate
};
