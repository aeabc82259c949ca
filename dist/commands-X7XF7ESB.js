process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  commandFiles,
  commandOptions,
  runCommand,
  validate
} from "./chunk-23QGUF2E.js";
import "./chunk-P7PEXZWU.js";
import "./chunk-LOYKL7X6.js";
import "./chunk-Z3EFXQVB.js";
import "./chunk-4GKBPM2N.js";
import "./chunk-TLGS3X2B.js";
import "./chunk-CJZBE5W5.js";
import "./chunk-VNTX7BK7.js";
import "./chunk-YLHPKESJ.js";
import "./chunk-H5I6FQWK.js";
import "./chunk-X6WC3ASN.js";
import "./chunk-W4GD3UOF.js";
import "./chunk-I7DV6QFW.js";
import "./chunk-52YEQNXW.js";
import "./chunk-NR44LZQS.js";
import "./chunk-LSVDQLTT.js";
export {
  commandFiles,
  commandOptions,
  runCommand,
  validate
};
