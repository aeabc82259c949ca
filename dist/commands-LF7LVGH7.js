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
} from "./chunk-2COMSV6C.js";
import "./chunk-P7PEXZWU.js";
import "./chunk-OBVFLXTR.js";
import "./chunk-QUVMET65.js";
import "./chunk-4GKBPM2N.js";
import "./chunk-TLGS3X2B.js";
import "./chunk-CJZBE5W5.js";
import "./chunk-VNTX7BK7.js";
import "./chunk-FUTDBROP.js";
import "./chunk-TB47EN2F.js";
import "./chunk-X6WC3ASN.js";
import "./chunk-W4GD3UOF.js";
import "./chunk-24MOBDDI.js";
import "./chunk-52YEQNXW.js";
import "./chunk-NR44LZQS.js";
import "./chunk-LSVDQLTT.js";
export {
  commandFiles,
  commandOptions,
  runCommand,
  validate
};
