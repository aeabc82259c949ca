process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  isHosted,
  readTrust,
  readTrustDomain
} from "./chunk-KAQTD4ML.js";
import "./chunk-SYLQ6SFJ.js";
import "./chunk-XJ6Z4JM4.js";
import "./chunk-S4TJR5DF.js";
import "./chunk-UQSQ3JK4.js";
import "./chunk-4C3ITBKI.js";
import "./chunk-TTZ7YLCI.js";
import "./chunk-NR44LZQS.js";
import "./chunk-LSVDQLTT.js";
export {
  isHosted,
  readTrust,
  readTrustDomain
};
