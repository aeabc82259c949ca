process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  showError
} from "./chunk-FFLV3YGN.js";
import "./chunk-YLHPKESJ.js";
import "./chunk-H5I6FQWK.js";
import "./chunk-X6WC3ASN.js";
import "./chunk-W4GD3UOF.js";
import "./chunk-I7DV6QFW.js";
import "./chunk-NR44LZQS.js";
import "./chunk-LSVDQLTT.js";
export {
  showError
};
