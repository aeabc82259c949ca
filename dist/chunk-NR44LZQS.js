process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);

// src/text/errors.ts
var SurelayerError = class extends Error {
  remedy;
  evidence;
  location;
  failureClass;
  constructor(message, details = {}) {
    super(message, details.cause === void 0 ? {} : { cause: details.cause });
    this.name = new.target.name;
    this.remedy = details.remedy;
    this.evidence = details.evidence;
    this.location = details.location;
    this.failureClass = details.failureClass;
  }
};
var BuildError = class extends SurelayerError {
  exitCode = 1;
};
var VerificationError = class extends SurelayerError {
  exitCode = 1;
};
var UsageError = class extends SurelayerError {
  exitCode = 2;
};
var ManifestError = class extends SurelayerError {
  exitCode = 2;
  problems;
  constructor(problems, details = {}) {
    const first = problems[0];
    super(problems.map(describeProblem).join("\n"), {
      ...details,
      ...first && { location: first.location }
    });
    this.problems = problems;
  }
};
var DoesNotFitError = class extends SurelayerError {
  exitCode = 3;
};
var ConflictError = class extends SurelayerError {
  exitCode = 4;
};
var GpuMissingError = class extends SurelayerError {
  exitCode = 5;
};
var RegistryError = class extends SurelayerError {
  exitCode = 6;
};
var EngineError = class extends SurelayerError {
  exitCode = 7;
};
var InterruptedError = class extends SurelayerError {
  exitCode;
  constructor(signal) {
    super(signal === "SIGINT" ? "Interrupted." : "Terminated.", {
      remedy: "Finished layers are kept: the same command goes on from there."
    });
    this.exitCode = signal === "SIGINT" ? 130 : 143;
  }
};
function describeLocation(location) {
  return [location.file, location.line, location.column].filter((part) => part !== void 0).join(":");
}
function describeProblem(problem) {
  return `${describeLocation(problem.location)}: ${problem.message}`;
}
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

export {
  SurelayerError,
  BuildError,
  VerificationError,
  UsageError,
  ManifestError,
  DoesNotFitError,
  ConflictError,
  GpuMissingError,
  RegistryError,
  EngineError,
  InterruptedError,
  describeLocation,
  describeProblem,
  messageOf
};
