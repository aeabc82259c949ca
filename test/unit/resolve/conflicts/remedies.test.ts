import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { conflictError, explainConflict } from "../../../../src/resolve/conflicts/remedies.ts";
import type { Trial, TrialResult } from "../../../../src/resolve/conflicts/try-resolve.ts";
import type { SearchBounds } from "../../../../src/resolve/conflicts/verified-remedies.ts";
import { ConflictError } from "../../../../src/text/errors.ts";
import { baseFacts, installed } from "../../../support/base-python.ts";
import { requestOf } from "../../../support/manifests.ts";

const VOICES = { voices: ["f5-tts==1.1.7"], alignment: ["whisperx==3.4.2"] };
const UNSOLVED: TrialResult = { solved: false, explanation: "" };

function recorded(name: string): string {
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
    return versions ? { solved: true, versions } : UNSOLVED;
  };
  return { asked, tryResolve };
}

/** Its time passes only by sleeping; whoever sleeps is woken when the search ends. */
function bounds(changes: Partial<SearchBounds> = {}): SearchBounds {
  const sleep = (_: number, signal?: AbortSignal) =>
    new Promise<void>((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason as Error));
      if (signal?.aborted) reject(signal.reason as Error);
    });
  return { clock: { monotonic: () => 0, sleep }, ...changes };
}

async function explain(
  explanation: string,
  request: ReturnType<typeof requestOf>,
  solves: (words: string) => Readonly<Record<string, string>> | undefined,
  changes: Partial<SearchBounds> = {},
) {
  const { asked, tryResolve } = resolver(solves);
  const report = await explainConflict({ explanation, request }, tryResolve, bounds(changes));
  return { report, asked };
}

describe("remedies", () => {
  test("only those that resolve, in the order of their cost", async () => {
    const { report } = await explain(recorded("numpy-both-sides"), requestOf(VOICES), (words) => {
      if (words.includes("f5-tts>=1.1.7")) return { "f5-tts": "1.1.22" };
      return words.includes("f5-tts") && words.includes("whisperx") ? undefined : {};
    });

    expect(report.remedies.map((one) => one.text)).toEqual([
      "in phase voices, write `f5-tts>=1.1.7` instead of `f5-tts==1.1.7` (f5-tts 1.1.22 resolves)",
      "give phase alignment `environment: isolated`",
      "give phase voices `environment: isolated`",
    ]);
  });

  test("an environment of its own keeps nothing of the base; the rest keeps it", async () => {
    const { asked } = await explain(recorded("numpy-both-sides"), requestOf(VOICES), (words) =>
      words.includes(";") && words.includes("f5-tts") && words.includes("whisperx") ? undefined : {},
    );

    expect(asked).toContain("alignment: whisperx==3.4.2");
    expect(asked).toContain("voices: f5-tts==1.1.7; kept");
  });

  test("optional phases move out first", async () => {
    const request = requestOf(VOICES);
    const phases = request.phases.map((phase) => ({ ...phase, optional: phase.name === "voices" }));
    const { report } = await explain(recorded("numpy-both-sides"), { ...request, phases }, (words) =>
      words.includes("f5-tts") && words.includes("whisperx") ? undefined : {},
    );

    expect(report.remedies[0]?.text).toBe("give phase voices `environment: isolated`");
  });

  test("what resolves but is known to break comes last and says so", async () => {
    const { report } = await explain(
      recorded("numpy-both-sides"),
      requestOf(VOICES),
      (words) => {
        if (words.includes("f5-tts>=")) return { torch: "2.15.0" };
        return words.includes("f5-tts<") ? {} : undefined;
      },
      { remarks: (versions) => (versions["torch"] === "2.15.0" ? ["it breaks"] : []) },
    );

    expect(report.remedies.map((one) => one.text)).toEqual([
      "in phase voices, write `f5-tts<1.1.7` instead of `f5-tts==1.1.7`",
      "in phase voices, write `f5-tts>=1.1.7` instead of `f5-tts==1.1.7`; but then it breaks",
    ]);
  });

  test("where the interpreter is at fault, another one comes first", async () => {
    const { report } = await explain(
      recorded("no-wheel-for-python"),
      requestOf({ alignment: ["whisperx==3.4.2"] }),
      (words) => (words.includes("on 3.12") ? {} : undefined),
    );

    expect(report.remedies.map((one) => one.text)).toEqual(["take a base image with Python 3.12"]);
  });

  test("in place of a version that is gone, those that the index has", async () => {
    const { report } = await explain(
      recorded("absent-version"),
      requestOf({ language: ["transformers==4.48.99"] }),
      (words) => ({ transformers: words.includes(">") ? "5.23.0" : "4.48.3" }),
    );

    expect(report.remedies.map((one) => one.text)).toEqual([
      "take `transformers==4.48.3`",
      "take `transformers==5.23.0`",
    ]);
  });
});

describe("a kept package would move", () => {
  const facts = baseFacts({
    distributions: ["torch", "torchaudio"].map((name) => installed(name, "2.4.0")),
  });
  const request = requestOf({ alignment: ["whisperx==3.4.2"] }, "", facts);

  async function explainKept() {
    const tryResolve = async (trial: Trial): Promise<TrialResult> => {
      if (trial.request.keep.length === 0)
        return { solved: true, versions: { torch: "2.8.0", torchaudio: "2.8.0" } };
      const alone = trial.request.keep.join() === "torch";
      return alone
        ? {
            solved: false,
            explanation:
              "Because whisperx==3.4.2 depends on torch>=2.5.1 and torch==2.4.0, we can conclude that whisperx==3.4.2 cannot be used. And because you require whisperx==3.4.2, we can conclude that your requirements are unsatisfiable.",
          }
        : UNSOLVED;
    };
    return explainConflict({ explanation: recorded("kept-torchaudio"), request }, tryResolve, bounds());
  }

  test("uv names one; the others are found by keeping each alone", async () => {
    const report = await explainKept();

    expect(report.moved.map((one) => one.name)).toEqual(["torch", "torchaudio"]);
    expect(report.chain).toEqual([
      "phase alignment asks for whisperx==3.4.2, which wants torch>=2.5.1",
      "the base's torch 2.4.0 is kept",
      "phase alignment asks for whisperx==3.4.2, which wants torchaudio>=2.5.1",
      "the base's torchaudio 2.4.0 is kept",
    ]);
  });

  test("giving it up is proposed last, with what that does", async () => {
    const { remedies } = await explainKept();

    expect(remedies.at(-1)?.text).toBe(
      "take a base image that holds torch 2.8.0 and torchaudio 2.8.0; or take torch and torchaudio out of `keep`, which replaces the base's torch 2.4.0 and torchaudio 2.4.0 and breaks whatever was compiled against it",
    );
  });
});

describe("bounds", () => {
  test("at most eight resolutions", async () => {
    const { report, asked } = await explain(recorded("numpy-both-sides"), requestOf(VOICES), () => undefined);

    expect(asked.length).toBeLessThanOrEqual(8);
    expect(report.trials).toBeLessThanOrEqual(8);
    expect(report.remedies).toEqual([]);
  });

  test("a search whose time is over stops the resolutions that still run", async () => {
    const stopped: boolean[] = [];
    const report = await explainConflict(
      { explanation: recorded("numpy-both-sides"), request: requestOf(VOICES) },
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", () => {
            stopped.push(true);
            reject(signal.reason as Error);
          });
        }),
      { clock: { monotonic: () => 100_000, sleep: async () => {} }, mostMilliseconds: 0 },
    );

    expect(stopped.length).toBeGreaterThan(0);
    expect(report.remedies).toEqual([]);
  });

  test("an error of the engine is not taken for a remedy that fails", async () => {
    const broken = explainConflict(
      { explanation: recorded("numpy-both-sides"), request: requestOf(VOICES) },
      () => Promise.reject(new Error("the engine is gone")),
      bounds(),
    );

    await expect(broken).rejects.toThrow("the engine is gone");
  });
});

test("the error has the chain as evidence and the remedies in order", async () => {
  const text = recorded("numpy-both-sides");
  const { report } = await explain(text, requestOf(VOICES), (words) =>
    words.includes("f5-tts") && words.includes("whisperx") ? undefined : {},
  );
  const error = conflictError(report, text);

  expect(error).toBeInstanceOf(ConflictError);
  expect(error.message).toBe(
    "The phases' packages can't be installed together: they want different versions of numpy.",
  );
  expect(error.evidence?.split("\n")).toHaveLength(2);
  expect(error.remedy).toBe(
    "Each of these was tried and resolves:\n1. Give phase alignment `environment: isolated`.\n2. Give phase voices `environment: isolated`.",
  );
});

test("an explanation that isn't understood is shown as it is", async () => {
  const { report } = await explain("error: strange", requestOf({ a: ["b"] }), () => undefined);

  expect(conflictError(report, "error: strange").evidence).toBe("error: strange");
});
