process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  RecordedError
} from "./chunk-6E6UPSZ6.js";
import {
  ManifestError,
  SurelayerError
} from "./chunk-NR44LZQS.js";

// src/app/show-error.ts
function showError(thrown, log) {
  const error = thrown instanceof RecordedError ? thrown.cause : thrown;
  if (error instanceof ManifestError) {
    for (const problem of error.problems) log.error(problem.message, problem.location);
    return error.exitCode;
  }
  if (error instanceof SurelayerError) {
    log.error(error.message, error.location);
    if (error.evidence) log.info(indent(error.evidence, "  | "));
    if (error.remedy) log.info(indent(error.remedy, "  \u2192 "));
    return error.exitCode;
  }
  log.error(`Surelayer itself failed: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof Error && error.stack) log.debug(error.stack);
  log.info("  \u2192 This is a defect of Surelayer. Run again with --verbose and report what it prints.");
  return 1;
}
function indent(text, mark) {
  return text.trimEnd().split("\n").map((line, index) => (index === 0 || mark.includes("|") ? mark : " ".repeat(mark.length)) + line).join("\n");
}

export {
  showError
};
