process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  RecordedError,
  recordRun,
  reportedFailure,
  resultOf
} from "./chunk-6E6UPSZ6.js";
import "./chunk-W4GD3UOF.js";
import "./chunk-FUWFHXRW.js";
import "./chunk-X6WC3ASN.js";
import "./chunk-RPVUPVHQ.js";
import "./chunk-S4TJR5DF.js";
import "./chunk-XQGWRSZF.js";
import "./chunk-CJZBE5W5.js";
import "./chunk-NR44LZQS.js";
import "./chunk-LSVDQLTT.js";
export {
  RecordedError,
  recordRun,
  reportedFailure,
  resultOf
};
