process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  openRealPorts
} from "./chunk-QOCVNEEL.js";
import "./chunk-5UTCWWNN.js";
import "./chunk-XWU76OCM.js";
import "./chunk-SYLQ6SFJ.js";
import "./chunk-WPFUHINV.js";
import "./chunk-TLGS3X2B.js";
import "./chunk-CJZBE5W5.js";
import "./chunk-24MOBDDI.js";
import "./chunk-27EEOUO4.js";
import "./chunk-RPWMOQDB.js";
import "./chunk-B7QIW6CS.js";
import "./chunk-LSVDQLTT.js";
export {
  openRealPorts
};
