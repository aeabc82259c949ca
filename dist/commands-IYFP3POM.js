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
} from "./chunk-LSD26534.js";
import "./chunk-YZCBMEXA.js";
import "./chunk-HBVV7C6K.js";
import "./chunk-TLGS3X2B.js";
import "./chunk-XJ6Z4JM4.js";
import "./chunk-GZDBENSV.js";
import "./chunk-EVYPL337.js";
import "./chunk-CJZBE5W5.js";
import "./chunk-VNTX7BK7.js";
import "./chunk-DCPM2MLN.js";
import "./chunk-W4GD3UOF.js";
import "./chunk-FUWFHXRW.js";
import "./chunk-X6WC3ASN.js";
import "./chunk-RPVUPVHQ.js";
import "./chunk-S4TJR5DF.js";
import "./chunk-EKEPIDAH.js";
import "./chunk-TTZ7YLCI.js";
import "./chunk-NR44LZQS.js";
import "./chunk-LSVDQLTT.js";
export {
  commandFiles,
  commandOptions,
  runCommand,
  validate
};
