import { join } from "node:path";
import { runPipeline } from "../pipeline.ts";
import { loadManifest } from "../planning/manifest-files.ts";
import { writeResult } from "../planning/write-result.ts";
import type { Ports } from "../ports/ports.ts";
import { checkTargets } from "../registry/push/push-image.ts";
import type { Report } from "../report/report.ts";
import { renderResult } from "../report/result-view.ts";
import { UsageError } from "../text/errors.ts";
import { discard } from "../toolbox/discard.ts";
import type { Run } from "../toolbox/run.ts";
import { sweep } from "../toolbox/sweep.ts";
import { recordRun } from "./record-run.ts";

export const COMMANDS = ["quickstart", "validate", "plan", "build"] as const;
export type CommandName = (typeof COMMANDS)[number];

/** What the CLI's flags and the Action's inputs come down to. */
export interface CommandOptions {
  readonly command: CommandName;
  readonly manifest: string;
  readonly tags: readonly string[];
  readonly push: boolean;
  readonly verify: boolean;
  readonly base: string | undefined;
  readonly allowPrivateIndex: boolean;
  readonly refresh: boolean;
  /** `build --plan`: a plan to build exactly so. */
  readonly fromPlan: string | undefined;
  /** Folder for plan.json, report.json, summary.md and logs. */
  readonly out: string;
  /** Where `plan -o` wants its plan; the out folder otherwise. */
  readonly planFile: string | undefined;
  /** Where `plan --write-lock` wants the lock (PEP 751). */
  readonly lockFile: string | undefined;
}

export interface CommandFiles {
  readonly plan: string;
  readonly report: string;
  readonly summary: string;
}

export function commandFiles(options: CommandOptions): CommandFiles {
  return {
    plan: options.planFile ?? join(options.out, "plan.json"),
    report: join(options.out, "report.json"),
    summary: join(options.out, "summary.md"),
  };
}

/** Runs a verb that ends in a report. @throws RecordedError when it fails, with the report of how far it came. */
export async function runCommand(
  run: Run,
  options: CommandOptions,
  ports: Ports,
  version: string,
): Promise<Report> {
  requireTargets(options);
  const files = commandFiles(options);
  // Whatever stands here is a result of a run, never a source.
  const ignore = join(options.out, ".gitignore");
  if (!(await ports.files.exists(ignore))) await writeResult(ignore, "*\n", ports);
  const request = {
    ...options,
    manifestPath: options.manifest,
    baseImage: options.base,
    until: options.command === "plan" ? ("plan" as const) : ("end" as const),
    planFile: files.plan,
    logFolder: join(options.out, "logs"),
  };
  const record = { version, reportFile: files.report, summaryFile: files.summary };
  const report = await recordRun(record, ports, async (progress) => {
    try {
      await runPipeline(run, request, progress, ports);
      ports.signal.throwIfAborted();
    } finally {
      // What a step could not remove, or an engine made whose answer was lost.
      await discard(async () => void (await sweep(ports.engine, (id) => id === run.id)), ports);
    }
  });
  const result = renderResult(report);
  if (result) ports.show(result);
  return report;
}

/** What is wrong with where the image goes shows now, not after the build. @throws UsageError */
function requireTargets({ push, tags }: CommandOptions): void {
  checkTargets(tags);
  if (push && tags.length === 0) {
    throw new UsageError("There is nothing to push to: no tag was given.", {
      remedy: "Name where the image goes: --tag registry.example/team/image:1.0 (the Action's input `tags`).",
    });
  }
}

/** What `validate --json` prints of a good manifest. */
export interface Validation {
  readonly outcome: "valid";
  readonly name: string;
  readonly phases: readonly string[];
}

/** Checks a manifest and the files that it names; installs and asks nothing. */
export async function validate(
  options: CommandOptions,
  ports: Pick<Ports, "files" | "show">,
): Promise<Validation> {
  const { manifest } = await loadManifest(
    { path: options.manifest, allowPrivateIndex: options.allowPrivateIndex },
    ports,
  );
  ports.show(`${options.manifest} is valid: ${manifest.phases.length} phases on ${manifest.base.image}`);
  return { outcome: "valid", name: manifest.name, phases: manifest.phases.map((phase) => phase.name) };
}
