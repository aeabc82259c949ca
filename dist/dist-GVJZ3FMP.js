process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  TomlDate,
  TomlError,
  dist_default,
  parse,
  stringify
} from "./chunk-VNTX7BK7.js";
import "./chunk-LSVDQLTT.js";
export {
  TomlDate,
  TomlError,
  dist_default as default,
  parse,
  stringify
};
