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
} from "./chunk-GFZUGW6S.js";
import "./chunk-P7PEXZWU.js";
import "./chunk-X7KBAUYU.js";
import "./chunk-NK3G353P.js";
import "./chunk-4GKBPM2N.js";
import "./chunk-TLGS3X2B.js";
import "./chunk-CJZBE5W5.js";
import "./chunk-ODZ3ZRKR.js";
import "./chunk-MUFZESQR.js";
import "./chunk-M24LK4BD.js";
import "./chunk-X6WC3ASN.js";
import "./chunk-W4GD3UOF.js";
import "./chunk-323QXH5E.js";
import "./chunk-O3OPK3EJ.js";
import "./chunk-NR44LZQS.js";
import "./chunk-LSVDQLTT.js";
export {
  commandFiles,
  commandOptions,
  runCommand,
  validate
};
