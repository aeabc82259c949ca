import { readFileSync } from "node:fs";
import { explainConflict } from "../../../../src/resolve/remedies/remedies.ts";
import type { SearchBounds } from "../../../../src/resolve/remedies/search-bounds.ts";
import type { Trial, TrialResult } from "../../../../src/resolve/remedies/try-resolve.ts";
import type { requestOf } from "../../../support/manifests.ts";
import { solution } from "./solutions.ts";

/** Two phases that fight over numpy. */
export const VOICES = { voices: ["f5-tts==1.1.7"], alignment: ["whisperx==3.4.2"] };
export const UNSOLVED: TrialResult = { solved: false, explanation: "" };

/** What uv printed of real packages. */
export function recorded(name: string): string {
  return readFileSync(new URL(`../../../corpus/explanations/${name}.txt`, import.meta.url), "utf8");
}

/** A resolver that solves what `solves` says, and remembers every trial as `phase: packages` with Python and kept packages. */
function resolver(solves: (words: string) => Readonly<Record<string, string>> | undefined) {
  const asked: string[] = [];
  const tryResolve = async ({ request, python }: Trial): Promise<TrialResult> => {
    const phases = request.phases.map(
      (phase) => `${phase.name}: ${phase.packages.map((one) => one.text).join(" ")}`,
    );
    const words = [
      ...phases,
      ...(python ? [`on ${python}`] : []),
      ...(request.keep.length > 0 ? ["kept"] : []),
    ];
    asked.push(words.join("; "));
    const versions = solves(words.join("; "));
    return versions ? solution(versions) : UNSOLVED;
  };
  return { asked, tryResolve };
}

/** Its time passes only by sleeping; whoever sleeps is woken when the search ends. */
export function bounds(changes: Partial<SearchBounds> = {}): SearchBounds {
  const sleep = (_: number, signal?: AbortSignal) =>
    new Promise<void>((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason as Error));
      if (signal?.aborted) reject(signal.reason as Error);
    });
  return { clock: { monotonic: () => 0, sleep }, ...changes };
}

/** The report on a conflict where `solves` is the resolver, and what it was asked. */
export async function explain(
  explanation: string,
  request: ReturnType<typeof requestOf>,
  solves: (words: string) => Readonly<Record<string, string>> | undefined,
  changes: Partial<SearchBounds> = {},
) {
  const { asked, tryResolve } = resolver(solves);
  const report = await explainConflict({ explanation, request }, tryResolve, bounds(changes));
  return { report, asked };
}
