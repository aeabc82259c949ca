import * as core from "@actions/core";
import type { Redactor } from "../text/secrets/redactor.ts";
import { secretForms } from "../text/secrets/secret-forms.ts";
import type { Environment } from "./environment.ts";
import { variable } from "./environment.ts";

/** The Action's outputs. */
type ActionOutputs = Partial<
  Record<"digest" | "imageid" | "report-file" | "plan-file" | "plan-digest", string | undefined>
>;

/** Sets the outputs that have a value. */
export function writeOutputs(outputs: ActionOutputs): void {
  for (const [name, value] of Object.entries(outputs)) {
    if (value !== undefined) core.setOutput(name, value);
  }
}

/** The runner drops a summary above 1 MiB entirely. */
const MAX_SUMMARY_BYTES = 1024 * 1024;

/** Adds Markdown to the job summary. @returns false if there is no summary, as outside of a runner. */
export async function writeSummary(markdown: string, env: Environment): Promise<boolean> {
  if (variable(env, "GITHUB_STEP_SUMMARY") === undefined || variable(env, "DOCKER_BUILD_SUMMARY") === "false")
    return false;
  await core.summary.addRaw(capSummary(markdown), true).write();
  return true;
}

/** Cuts Markdown that is too long at the end of a line, and adds a note about the cut. */
export function capSummary(markdown: string, maxBytes: number = MAX_SUMMARY_BYTES): string {
  const bytes = Buffer.from(markdown);
  const note =
    "\n\n_Cut here: a job summary holds at most 1 MiB. The whole report is in the file that report-file names._\n";
  const closing = "\n```\n\n</details>\n";
  const room = maxBytes - 1;
  if (bytes.length <= room) return markdown;
  const end = bytes.lastIndexOf(10, room - Buffer.byteLength(note + closing));
  const kept = bytes.subarray(0, Math.max(0, end)).toString("utf8");
  // An open code block or fold would swallow the note.
  const fence = (kept.match(/^```/gmu)?.length ?? 0) % 2 === 1 ? "\n```\n" : "";
  const fold =
    (kept.match(/<details/gu)?.length ?? 0) > (kept.match(/<\/details>/gu)?.length ?? 0)
      ? "\n</details>\n"
      : "";
  return `${kept}${fence}${fold}${note}`;
}

/** A redactor whose secrets the runner hides, too, in everything that it shows from then on. */
export function withMasks(redactor: Redactor): Redactor {
  return {
    ...redactor,
    add(secrets) {
      redactor.add(secrets);
      for (const form of secrets.flatMap(secretForms)) core.setSecret(form);
    },
  };
}

/** What the post step is to do. */
export interface PostWork {
  /** The run to clean up after. */
  readonly runId: string;
  /** Whether the cache is saved for later jobs. */
  readonly saveCache: boolean;
}

/** Tells the runner's second start of this program that it is the post step. */
export function announcePost(): void {
  core.saveState("isPost", "true");
}

/** Leaves work to the post step; call it before the run starts anything. */
export function leaveToPost({ runId, saveCache }: PostWork): void {
  core.saveState("runId", runId);
  core.saveState("saveCache", String(saveCache));
}

/** In the post step, the work that the main step left; `nothing` where that ended before it began. Undefined in the main step. */
export function leftToPost(): PostWork | "nothing" | undefined {
  if (core.getState("isPost") !== "true") return undefined;
  const runId = core.getState("runId");
  return runId === "" ? "nothing" : { runId, saveCache: core.getState("saveCache") === "true" };
}
