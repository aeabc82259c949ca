import { join } from "node:path";
import { type BuildRequest, runPipeline } from "../pipeline.ts";
import { loadManifest } from "../planning/manifest-files.ts";
import { writeResult } from "../planning/write-result.ts";
import { HeldError } from "../ports/machine.ts";
import type { Ports } from "../ports/ports.ts";
import type { Report } from "../report/report.ts";
import { renderResult } from "../report/result-view.ts";
import { UsageError } from "../text/errors.ts";
import { quote } from "../text/quote.ts";
import { discard } from "../toolbox/discard.ts";
import { withLease } from "../toolbox/leftovers/lease.ts";
import { sweepRun } from "../toolbox/leftovers/sweep.ts";
import type { Run } from "../toolbox/run.ts";
import type { CommandName, Flags } from "./flags.ts";
import { recordRun } from "./record-run.ts";
import { requireNames } from "./require-names.ts";

/** The CLI's flags or the Action's inputs. */
export interface CommandOptions extends Omit<BuildRequest, "until" | "planFile" | "logFolder"> {
  readonly command: CommandName;
  /** Folder for plan.json, report.json, summary.md and logs. */
  readonly out: string;
  /** File for the plan (`plan -o`); by default plan.json in `out`. */
  readonly planFile: string | undefined;
}

/** Adds the defaults of flags that weren't given. */
export function commandOptions(command: CommandName, manifestPath: string, flags: Flags): CommandOptions {
  return {
    ...{ command, manifestPath },
    tags: flags.tag ?? [],
    push: flags.push ?? false,
    verify: flags.verify ?? true,
    baseImage: flags.base,
    allowPrivateIndex: flags.allowPrivateIndex ?? false,
    refresh: flags.refresh ?? false,
    fromPlan: flags.plan,
    planDigest: flags.planDigest,
    out: flags.out ?? ".surelayer",
    planFile: flags.output,
    lockFile: flags.writeLock,
    trustDomain: undefined,
  };
}

export function commandFiles(options: CommandOptions) {
  return {
    plan: options.planFile ?? join(options.out, "plan.json"),
    report: join(options.out, "report.json"),
    summary: join(options.out, "summary.md"),
  };
}

/**
 * Runs `quickstart`, `plan` or `build`.
 * @throws RecordedError when the run fails, with the report of what was done; UsageError where another run writes into the
 * same folder.
 */
export async function runCommand(
  run: Run,
  options: CommandOptions,
  ports: Ports,
  version: string,
): Promise<Report> {
  if (options.planDigest !== undefined) requirePlanDigest(options.planDigest, options.fromPlan);
  await requireNames(options, ports);
  // The folder holds results only, so git leaves all of it out.
  const ignore = join(options.out, ".gitignore");
  if (!(await ports.files.exists(ignore))) await writeResult(ignore, "*\n", ports);
  try {
    return await ports.files.hold(join(options.out, ".lock"), () =>
      recordCommand(run, options, ports, version),
    );
  } catch (error) {
    if (!(error instanceof HeldError)) throw error;
    const [host, pid] = error.holder.split("/");
    const who = pid === undefined ? "" : ` (process ${pid} on ${host})`;
    throw new UsageError(`Another run${who} writes its results into ${options.out}.`, {
      remedy: "Wait until it ends, or give this run a folder of its own: `--out other`.",
      cause: error,
    });
  }
}

async function recordCommand(
  run: Run,
  options: CommandOptions,
  ports: Ports,
  version: string,
): Promise<Report> {
  const files = commandFiles(options);
  const request = {
    ...options,
    until: options.command === "plan" ? ("plan" as const) : ("end" as const),
    planFile: files.plan,
    logFolder: join(options.out, "logs"),
  };
  const record = { version, reportFile: files.report, summaryFile: files.summary };
  const report = await recordRun(record, ports, async (progress) => {
    try {
      await withLease(run, ports, () => runPipeline(run, request, progress, ports));
      ports.signal.throwIfAborted();
    } finally {
      // Removes what a step failed to remove, and what the engine made although its answer was lost.
      await discard(async () => void (await sweepRun(run.id, ports)), ports);
    }
  });
  const result = renderResult(report);
  if (result) ports.show(result);
  return report;
}

/** @throws UsageError */
function requirePlanDigest(digest: string, plan: string | undefined): void {
  if (plan === undefined) {
    throw new UsageError("A digest of a plan was given, and no plan.", {
      remedy:
        "Name the plan's file, too: `build --plan FILE --plan-digest sha256:…` (the Action's input `plan`).",
    });
  }
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw new UsageError(`${quote(digest)} is no digest of a plan.`, {
      remedy: "Give the digest as `plan` prints it: sha256: and 64 digits from 0 to 9 and a to f.",
    });
  }
}

/**
 * Checks a manifest and the files that it names. Needs no network and installs nothing.
 * @returns what `validate --json` prints of a good manifest.
 */
export async function validate(options: CommandOptions, ports: Pick<Ports, "files" | "show">) {
  const { manifestPath: path, allowPrivateIndex } = options;
  const { manifest } = await loadManifest({ path, allowPrivateIndex }, ports);
  ports.show(`${path} is valid: ${manifest.phases.length} phases on ${manifest.base.image}`);
  return { outcome: "valid", name: manifest.name, phases: manifest.phases.map((phase) => phase.name) };
}
