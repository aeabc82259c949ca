import { evidenceLines } from "../../failures/evidence-lines.ts";
import type { FailureClass } from "../../failures/failure-class.ts";
import { ToolFailure } from "../../retry/tool-failure.ts";
import { BuildError, ConflictError, type SurelayerError } from "../../text/errors.ts";

const FAILED = /Failed to (?:download and )?build `([\w.-]{1,200})(?:==|@| @ )?([^`]{0,300})`/;
const WHY_INCLUDED = /^hint: (`.{1,500} was included because .{1,1000})$/m;
/** A build's own words end with what it failed with. */
const LAST_WORDS = 3;
const OWN_REMEDIES: Readonly<Record<string, string>> = {
  B1: "Ask for a version that has a wheel, or name a prebuilt one under `wheels`: for a plan, a source is built by itself, without the image's packages.",
  B4: "Ask for a version that has a wheel. If its words above name something that is missing, add it to `system_packages`. `--verbose` shows all of uv's words.",
};

/** uv's failure, where it is that of a source's build; undefined for any other, such as an outage meanwhile. */
export function sourceBuildFailure(stderr: string): ToolFailure | undefined {
  const failed = uvFailure(stderr);
  return failed.failure.class.id.startsWith("B") && !NEEDS.test(stderr) ? failed : undefined;
}

/** A Python module that an isolated build misses comes from no package of the distribution. */
const MODULE_MISSING: readonly string[] = ["B1", "B8"];

/** Whether a source's build failed of what a package of the base's distribution may bring. */
export function mayNeedSystemPackage(stderr: string): boolean {
  const failed = sourceBuildFailure(stderr);
  return failed !== undefined && !MODULE_MISSING.includes(failed.failure.class.id);
}

/** Says which source can't be built for its metadata, and why; undefined where that isn't what failed. */
export function sourceBuildError(stderr: string): SurelayerError | undefined {
  const [, name, version = ""] = FAILED.exec(stderr) ?? [];
  if (name === undefined) return undefined;
  const source = `${name} ${version}`.trim();
  const cause = sourceBuildFailure(stderr);
  const included = WHY_INCLUDED.exec(stderr)?.[1]?.replaceAll("`", "");
  if (cause === undefined) return needsError(stderr, source);
  const { failure } = cause;
  return new BuildError(`${source} can't be built from source: ${failure.class.name}.`, {
    evidence: [...shownLines(cause), ...(included === undefined ? [] : [included])].join("\n"),
    remedy: `${remedyOf(failure.class)} More: docs/TROUBLESHOOTING.md#${failure.class.anchor}.`,
    failureClass: failure.class,
    cause,
  });
}

function uvFailure(stderr: string): ToolFailure {
  return new ToolFailure({ tool: "uv", exitCode: 1, output: stderr, oomKills: 0 });
}

function remedyOf({ id, remedy }: FailureClass): string {
  return OWN_REMEDIES[id] ?? remedy;
}

/** The line that shows the class; where only uv's verdict does, the build's last words say more. */
function shownLines({ evidence, failure }: ToolFailure): readonly string[] {
  if (failure.class.id !== "B4") return [failure.line];
  const words = evidenceLines(evidence).filter((one) => one.foreign && !/^Traceback \(/.test(one.text));
  return words.length > 0 ? words.slice(-LAST_WORDS).map((line) => line.text) : [failure.line];
}

/** What a source is built with has versions of its own to be chosen. */
const NEEDS = /Failed to resolve requirements from/;
const UNSOLVED_NEEDS = /No solution found[\s\S]{0,1000}\bBecause [\s\S]{0,4000}/;

function needsError(stderr: string, source: string): SurelayerError | undefined {
  const unsolved = NEEDS.test(stderr) ? UNSOLVED_NEEDS.exec(stderr)?.[0] : undefined;
  if (unsolved === undefined) return undefined;
  return new ConflictError(`What ${source} is built with can't be installed together.`, {
    evidence: unsolved.replace(/\s+/g, " ").trim(),
    remedy: "Loosen `build_constraints` where the manifest has them, or ask for a version that has a wheel.",
    cause: uvFailure(stderr),
  });
}
