/** Place of a problem in a file of the user. Lines and columns count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export interface ErrorDetails {
  /** The user's next step; one sentence or a few lines. */
  readonly remedy?: string;
  /** The line of foreign output, or the numbers, that show it. */
  readonly evidence?: string;
  readonly location?: SourceLocation;
  /** The class of failure that it ended with, where one was found. */
  readonly failureClass?: FailureName;
  readonly cause?: unknown;
}

/** A class of failure as reports name it; the classes are those of src/failures. */
export interface FailureName {
  readonly id: string;
  readonly name: string;
  /** In docs/TROUBLESHOOTING.md, without the `#`. */
  readonly anchor: string;
}

/** What went wrong, why, and what to do. Everything that Surelayer throws on purpose is one of the classes below. */
export abstract class SurelayerError extends Error {
  abstract readonly exitCode: number;
  readonly remedy: string | undefined;
  readonly evidence: string | undefined;
  readonly location: SourceLocation | undefined;
  readonly failureClass: FailureName | undefined;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = new.target.name;
    this.remedy = details.remedy;
    this.evidence = details.evidence;
    this.location = details.location;
    this.failureClass = details.failureClass;
  }
}

/** A phase, the smoke test or another required check failed. */
export class BuildError extends SurelayerError {
  override readonly exitCode = 1;
}

export class VerificationError extends SurelayerError {
  override readonly exitCode = 1;
}

/** Wrong flags or inputs. */
export class UsageError extends SurelayerError {
  override readonly exitCode = 2;
}

export interface Problem {
  readonly message: string;
  readonly location: SourceLocation;
}

/** The manifest is wrong. Names every problem that was found, not just the first. */
export class ManifestError extends SurelayerError {
  override readonly exitCode = 2;
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], details: ErrorDetails = {}) {
    const first = problems[0];
    super(problems.map(describeProblem).join("\n"), {
      ...details,
      ...(first && { location: first.location }),
    });
    this.problems = problems;
  }
}

export class DoesNotFitError extends SurelayerError {
  override readonly exitCode = 3;
}

/** The requested packages can't be installed together, or not at all. */
export class ConflictError extends SurelayerError {
  override readonly exitCode = 4;
}

export class GpuMissingError extends SurelayerError {
  override readonly exitCode = 5;
}

/** An image registry or a package index refused, or its credentials are missing. */
export class RegistryError extends SurelayerError {
  override readonly exitCode = 6;
}

export class EngineError extends SurelayerError {
  override readonly exitCode = 7;
}

/** Stopped by a signal. */
export class InterruptedError extends SurelayerError {
  override readonly exitCode: number;

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(signal === "SIGINT" ? "Interrupted." : "Terminated.", {
      remedy: "Finished layers are kept: the same command goes on from there.",
    });
    this.exitCode = signal === "SIGINT" ? 130 : 143;
  }
}

export function describeLocation(location: SourceLocation): string {
  return [location.file, location.line, location.column].filter((part) => part !== undefined).join(":");
}

export function describeProblem(problem: Problem): string {
  return `${describeLocation(problem.location)}: ${problem.message}`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
