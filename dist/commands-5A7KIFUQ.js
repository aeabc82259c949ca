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
} from "./chunk-VXDXAYH5.js";
import "./chunk-LN5EQ7OU.js";
import "./chunk-MUUNFRLS.js";
import "./chunk-EQAO5AEN.js";
import "./chunk-Z6QNBMYG.js";
import "./chunk-FMODN4Y3.js";
import "./chunk-4GBHNMYG.js";
import "./chunk-QPJVTWEL.js";
import "./chunk-URNO6XDL.js";
import "./chunk-B44NCNIB.js";
import "./chunk-TRVGHPHU.js";
import "./chunk-FIY4HSJU.js";
import "./chunk-2KWMFMYJ.js";
export {
  COMMANDS,
  commandFiles,
  runCommand,
  validate
};
