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
} from "./chunk-YDLDXL6Z.js";
import "./chunk-GO6SLCO7.js";
import "./chunk-GAUMLYKB.js";
import "./chunk-HUGAL3AO.js";
import "./chunk-JDV4EGRS.js";
import "./chunk-APTFVZIM.js";
import "./chunk-HKRE7RXU.js";
import "./chunk-MUUNFRLS.js";
import "./chunk-HVS5D53E.js";
import "./chunk-IUD3TWO6.js";
import "./chunk-URNO6XDL.js";
import "./chunk-TC6TB36M.js";
import "./chunk-5JA6PLCL.js";
import "./chunk-FIY4HSJU.js";
import "./chunk-4GBHNMYG.js";
import "./chunk-2KWMFMYJ.js";
export {
  COMMANDS,
  commandFiles,
  runCommand,
  validate
};
