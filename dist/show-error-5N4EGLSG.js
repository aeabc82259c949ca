process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  showError
} from "./chunk-6J4QXSBA.js";
import "./chunk-MUFZESQR.js";
import "./chunk-M24LK4BD.js";
import "./chunk-X6WC3ASN.js";
import "./chunk-W4GD3UOF.js";
import "./chunk-323QXH5E.js";
import "./chunk-NR44LZQS.js";
import "./chunk-LSVDQLTT.js";
export {
  showError
};
