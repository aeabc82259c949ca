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
} from "./chunk-PBH4CMTL.js";
import "./chunk-EOJ4BHPN.js";
import "./chunk-HBVV7C6K.js";
import "./chunk-4N7BHHZI.js";
import "./chunk-XJ6Z4JM4.js";
import "./chunk-KXKLIMHO.js";
import "./chunk-ZXPIHTSD.js";
import "./chunk-VNTX7BK7.js";
import "./chunk-6E6UPSZ6.js";
import "./chunk-W4GD3UOF.js";
import "./chunk-FUWFHXRW.js";
import "./chunk-X6WC3ASN.js";
import "./chunk-RPVUPVHQ.js";
import "./chunk-S4TJR5DF.js";
import "./chunk-XQGWRSZF.js";
import "./chunk-CJZBE5W5.js";
import "./chunk-TTZ7YLCI.js";
import "./chunk-NR44LZQS.js";
import "./chunk-LSVDQLTT.js";
export {
  commandFiles,
  commandOptions,
  runCommand,
  validate
};
