import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { KeptPackage } from "../../../../src/resolve/conflicts/conflict-sides.ts";
import { parseExplanation } from "../../../../src/resolve/conflicts/explanation.ts";
import { findConflict } from "../../../../src/resolve/conflicts/find-conflict.ts";
import { remedyCandidates } from "../../../../src/resolve/remedies/candidates/remedy-candidates.ts";
import type { JudgeVersions } from "../../../../src/resolve/remedies/judgement.ts";
import type { Trial, TrialResult } from "../../../../src/resolve/remedies/try-resolve.ts";
import { verifiedRemedies } from "../../../../src/resolve/remedies/verified-remedies.ts";
import { requestOf } from "../../../support/manifests.ts";
import { SteppedClock } from "../../../support/stepped-clock.ts";
import { solution } from "./solutions.ts";

const REQUEST = requestOf({ voices: ["f5-tts==1.1.7"], alignment: ["whisperx==3.4.2"] });
const EXPLANATION =
  "Because f5-tts==1.1.7 depends on numpy<=1.26.4 and whisperx==3.4.2 depends on numpy>=2.0.2, we can conclude that f5-tts==1.1.7 and whisperx==3.4.2 are incompatible. And because you require f5-tts==1.1.7 and whisperx==3.4.2, we can conclude that your requirements are unsatisfiable.";

function candidates(explanation = EXPLANATION, request = REQUEST, kept: readonly KeptPackage[] = []) {
  const conflict = findConflict(parseExplanation(explanation), request, kept);
  if (!conflict) throw new Error("the explanation isn't understood");
  return remedyCandidates(request, conflict);
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
    return request.phases.length > 1 ? endless(signal) : solution({});
  };
  const clock = new SteppedClock();

  const search = verifiedRemedies(candidates(), tryResolve, { clock });
  await clock.step(60_000);
  const { remedies } = await search;

  expect(tried.slice(0, 2)).toEqual(["f5-tts>=1.1.7 and whisperx==3.4.2", "whisperx==3.4.2"]);
  expect(remedies.map((one) => one.text)).toEqual([
    "give phase alignment `environment: isolated`",
    "give phase voices `environment: isolated`",
  ]);
});

test("what is tried early isn't listed early: the change that costs least stays first", async () => {
  const tryResolve = async (): Promise<TrialResult> => solution({});
  const clock = new SteppedClock();

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
    request.keep.length === 0 ? solution({ torch: "2.8.0" }) : { solved: false, explanation };
  const clock = new SteppedClock();

  const { remedies } = await verifiedRemedies(candidates(explanation, alone, kept), tryResolve, { clock });

  expect(remedies.map((one) => one.text)).toContain("give phase alignment `environment: isolated`");
});

/** How a candidate of a made-up search goes. */
interface Going {
  readonly milliseconds: number;
  readonly ends: "resolves" | "warns" | "builds" | "fails" | "refused" | "goes back" | "unreachable";
}

const ENDS = ["resolves", "warns", "builds", "fails", "refused", "goes back", "unreachable"] as const;

/** A search among candidates `c0`, `c1`, …, of which each goes in its own way. */
async function searched(goings: readonly Going[]) {
  const clock = new SteppedClock();
  const all = goings.map((_, index) => ({
    trials: [{ request: requestOf({ one: [`c${index}`] }) }],
    from: { name: `c${index}`, trial: { request: requestOf({ one: [`c${index}`] }), alone: true } },
    text: () => `c${index}`,
  }));
  const tryResolve = async ({ request, alone }: Trial, signal?: AbortSignal): Promise<TrialResult> => {
    const name = request.phases[0]?.packages[0]?.name ?? "";
    const going = goings[Number(name.slice(1))];
    if (alone) return solution({ [name]: "2" }, { published: { [name]: "2026-01-01" } });
    await clock.sleep(going?.milliseconds ?? 0, signal);
    if (going?.ends === "fails") return { solved: false, explanation: "" };
    if (going?.ends === "unreachable") return { solved: false, explanation: "", why: "unreachable" };
    const published = { [name]: going?.ends === "goes back" ? "2019-01-01" : "2025-12-01" };
    return solution({ [name]: "1" }, { published, sources: going?.ends === "builds" ? [name] : [] });
  };
  const judge: JudgeVersions = ({ brought }) => {
    const ends = goings[Number(brought[0]?.name.slice(1))]?.ends;
    return {
      errors: ends === "refused" ? [{ id: "rule", text: "It is refused." }] : [],
      warnings: ends === "warns" ? ["it is warned of"] : [],
    };
  };
  const search = verifiedRemedies(all, tryResolve, { clock, judge });
  await clock.step(120_000);
  const found = await search;
  return { ...found, texts: found.remedies.map((one) => one.text), took: clock.monotonic() };
}

describe("the same remedies in the same order", () => {
  const ends = fc.array(fc.constantFrom(...ENDS), { minLength: 1, maxLength: 12 });
  const durations = (most: number) =>
    fc.array(fc.integer({ min: 0, max: most }), { minLength: 12, maxLength: 12 });
  const goingsOf = (how: readonly Going["ends"][], times: readonly number[]) =>
    how.map((one, index) => ({ ends: one, milliseconds: times[index] ?? 0 }));

  test("whichever resolution ends first", async () => {
    await fc.assert(
      fc.asyncProperty(ends, durations(3_000), async (how, times) => {
        const [timed, instant] = await Promise.all([
          searched(goingsOf(how, times)),
          searched(goingsOf(how, [])),
        ]);
        expect(timed.texts).toEqual(instant.texts);
        expect(timed.unfinished).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("or it says that some weren't tried to the end", async () => {
    await fc.assert(
      fc.asyncProperty(ends, durations(30_000), async (how, times) => {
        const [timed, instant] = await Promise.all([
          searched(goingsOf(how, times)),
          searched(goingsOf(how, [])),
        ]);
        if (timed.unfinished.length === 0) expect(timed.texts).toEqual(instant.texts);
      }),
      { numRuns: 60 },
    );
  });

  test("is never one that the plan refuses, nor one that goes back years beside a nearer one", async () => {
    await fc.assert(
      fc.asyncProperty(ends, async (how) => {
        const { texts } = await searched(goingsOf(how, []));
        const offered = texts.map((text) => how[Number(/^c(\d+)/.exec(text)?.[1])]);
        expect(offered).not.toContain("refused");
        expect(new Set(offered.map((one) => one === "goes back")).size).toBeLessThan(2);
      }),
      { numRuns: 60 },
    );
  });
});

test("wheels for all come before a build from source, and that before a warning", async () => {
  const going = (ends: Going["ends"]) => ({ ends, milliseconds: 100 });

  expect(
    (await searched(["builds", "warns", "resolves"].map((one) => going(one as Going["ends"])))).texts,
  ).toEqual(["c2", "c1; but then it is warned of", "c0"]);
});

test("what an index didn't answer for is told apart from what was tried", async () => {
  const found = await searched([{ ends: "unreachable", milliseconds: 10 }]);

  expect(found).toMatchObject({ remedies: [], untried: ["c0"], unfinished: [] });
});

test("a resolution that takes too long stops itself only", async () => {
  const found = await searched([
    { ends: "resolves", milliseconds: 1e6 },
    { ends: "resolves", milliseconds: 10_000 },
  ]);

  expect(found).toMatchObject({ texts: ["c1"], unfinished: ["c0"] });
});

test("what follows a change is tried where the plan refuses that change by a rule", async () => {
  const candidate = (name: string) => ({
    trials: [{ request: requestOf({ one: [name] }) }],
    text: () => name,
  });
  const [first, second] = [candidate("first"), candidate("second")];
  const all = [first, { ...second, after: { candidate: first, refusal: "rule" } }];
  const tryResolve = async ({ request }: Trial) =>
    solution({ [request.phases[0]?.packages[0]?.name ?? ""]: "1" });
  const textsWith = async (refused: string) => {
    const judge: JudgeVersions = ({ brought }) => ({
      errors: brought[0]?.name === refused ? [{ id: "rule", text: "" }] : [],
      warnings: [],
    });
    const { remedies } = await verifiedRemedies(all, tryResolve, { clock: new SteppedClock(), judge });
    return remedies.map((one) => one.text);
  };

  expect(await textsWith("first")).toEqual(["second"]);
  expect(await textsWith("none")).toEqual(["first"]);
});
