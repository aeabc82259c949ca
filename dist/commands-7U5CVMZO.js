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
} from "./chunk-FKHWL22U.js";
import "./chunk-GO6SLCO7.js";
import "./chunk-F6SPW5SE.js";
import "./chunk-VALIB6V5.js";
import "./chunk-JDV4EGRS.js";
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
  COMMANDS,
  commandFiles,
  runCommand,
  validate
};
