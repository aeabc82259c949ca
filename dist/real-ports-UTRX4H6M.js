process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  openRealPorts
} from "./chunk-TS5NS4OY.js";
import "./chunk-5UTCWWNN.js";
import "./chunk-JT56MEYK.js";
import "./chunk-SYLQ6SFJ.js";
import "./chunk-P7PEXZWU.js";
import "./chunk-TLGS3X2B.js";
import "./chunk-CJZBE5W5.js";
import "./chunk-I7DV6QFW.js";
import "./chunk-VBRZUOIZ.js";
import "./chunk-UC4K7QE3.js";
import "./chunk-52YEQNXW.js";
import "./chunk-NR44LZQS.js";
import "./chunk-LSVDQLTT.js";
export {
  openRealPorts
};
