process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);

// src/text/units/format-bytes.ts
function formatBytes(bytes) {
  const sign = bytes < 0 ? "-" : "";
  let value = Math.abs(bytes);
  if (value < 1e3) return `${sign}${Math.round(value)} B`;
  for (const unit of ["kB", "MB", "GB"]) {
    value /= 1e3;
    if (value < 999.5) return `${sign}${value.toPrecision(3)} ${unit}`;
  }
  return `${sign}${Math.round(value)} GB`;
}
function formatDifference(predicted, actual) {
  if (predicted === actual) return "exact";
  if (predicted === 0) return "not predicted";
  const percent = (actual - predicted) / predicted * 100;
  const digits = Math.abs(percent) < 0.1 ? 3 : 1;
  return `${percent > 0 ? "+" : ""}${percent.toFixed(digits)} %`;
}

export {
  formatBytes,
  formatDifference
};
