import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { KeptPackage } from "../../../../src/resolve/conflicts/conflict-sides.ts";
import { parseExplanation } from "../../../../src/resolve/conflicts/explanation.ts";
import { findConflict } from "../../../../src/resolve/conflicts/find-conflict.ts";
import { remedyCandidates } from "../../../../src/resolve/conflicts/remedy-candidates.ts";
import type { Trial, TrialResult } from "../../../../src/resolve/conflicts/try-resolve.ts";
import { verifiedRemedies } from "../../../../src/resolve/conflicts/verified-remedies.ts";
import { requestOf } from "../../../support/manifests.ts";

const REQUEST = requestOf({ voices: ["f5-tts==1.1.7"], alignment: ["whisperx==3.4.2"] });
const EXPLANATION =
  "Because f5-tts==1.1.7 depends on numpy<=1.26.4 and whisperx==3.4.2 depends on numpy>=2.0.2, we can conclude that f5-tts==1.1.7 and whisperx==3.4.2 are incompatible. And because you require f5-tts==1.1.7 and whisperx==3.4.2, we can conclude that your requirements are unsatisfiable.";

function candidates(explanation = EXPLANATION, request = REQUEST, kept: readonly KeptPackage[] = []) {
  const conflict = findConflict(parseExplanation(explanation), request, kept);
  if (!conflict) throw new Error("the explanation isn't understood");
  return remedyCandidates(request, conflict, "3.11.2");
}

/** Never answers, until it is told to stop. */
function endless(signal: AbortSignal | undefined): Promise<TrialResult> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason as Error));
  });
}

test("an environment of its own is tried beside the first change, which may take for ever", async () => {
  const tried: string[] = [];
  const tryResolve = async ({ request }: Trial, signal?: AbortSignal): Promise<TrialResult> => {
    tried.push(request.phases.map((phase) => phase.packages.map((one) => one.text).join()).join(" and "));
    return request.phases.length > 1 ? endless(signal) : { solved: true, versions: {} };
  };
  const clock = { monotonic: () => 0, sleep: () => sleep(20) };

  const { remedies } = await verifiedRemedies(candidates(), tryResolve, { clock });

  expect(tried.slice(0, 3)).toEqual([
    "f5-tts>=1.1.7 and whisperx==3.4.2",
    "whisperx==3.4.2",
    "f5-tts==1.1.7",
  ]);
  expect(remedies.map((one) => one.text)).toEqual(["give phase alignment `environment: isolated`"]);
});

test("what is tried early isn't listed early: the change that costs least stays first", async () => {
  const tryResolve = async (): Promise<TrialResult> => ({ solved: true, versions: {} });
  const clock = { monotonic: () => 0, sleep: () => sleep(20) };

  const { remedies } = await verifiedRemedies(candidates(), tryResolve, { clock });

  expect(remedies.map((one) => one.text)).toEqual([
    "in phase voices, write `f5-tts>=1.1.7` instead of `f5-tts==1.1.7`",
    "in phase alignment, write `whisperx>=3.4.2` instead of `whisperx==3.4.2`",
    "give phase alignment `environment: isolated`",
  ]);
});

test("an environment of its own is bound by nothing that the base keeps", async () => {
  const alone = requestOf({ alignment: ["whisperx==3.4.2"] });
  const explanation =
    "Because whisperx==3.4.2 depends on torch>=2.5.1 and torch==2.4.0, we can conclude that whisperx==3.4.2 cannot be used. And because you require whisperx==3.4.2, we can conclude that your requirements are unsatisfiable.";
  const kept = [{ name: "torch", version: "2.4.0" }];
  const tryResolve = async ({ request }: Trial): Promise<TrialResult> =>
    request.keep.length === 0
      ? { solved: true, versions: { torch: "2.8.0" } }
      : { solved: false, explanation };
  const clock = { monotonic: () => 0, sleep: () => sleep(20) };

  const { remedies } = await verifiedRemedies(candidates(explanation, alone, kept), tryResolve, { clock });

  expect(remedies.map((one) => one.text)).toContain("give phase alignment `environment: isolated`");
});
