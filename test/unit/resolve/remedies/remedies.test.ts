import { describe, expect, test } from "vitest";
import { conflictError, explainConflict } from "../../../../src/resolve/remedies/remedies.ts";
import type { SearchBounds } from "../../../../src/resolve/remedies/search-bounds.ts";
import type { Trial, TrialResult } from "../../../../src/resolve/remedies/try-resolve.ts";
import { baseFacts, installed } from "../../../support/base-python.ts";
import { requestOf } from "../../../support/manifests.ts";
import { bounds, explain, recorded, UNSOLVED, VOICES } from "./explained.ts";
import { solution } from "./solutions.ts";

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
        if (words.includes("f5-tts>=1.1.7")) return { torch: "2.15.0" };
        return words.includes("f5-tts<") ? {} : undefined;
      },
      {
        judge: ({ brought }) => ({
          errors: [],
          warnings: brought.some((one) => one.version === "2.15.0") ? ["it breaks"] : [],
        }),
      },
    );

    expect(report.remedies.map((one) => one.text)).toEqual([
      "in phase voices, write `f5-tts<1.1.7` instead of `f5-tts==1.1.7`",
      "in phase voices, write `f5-tts>=1.1.7` instead of `f5-tts==1.1.7`; but then it breaks",
    ]);
  });

  test("those who fight within one phase may be parted, too", async () => {
    const { report } = await explain(
      recorded("range-with-holes"),
      requestOf({ libraries: ["fastapi==0.95.1", "gradio==4.16.0"] }),
      (words) => (words.includes("fastapi") && words.includes("gradio") ? undefined : {}),
    );

    expect(report.remedies.map((one) => one.text)).toEqual([
      "move `gradio==4.16.0` from phase libraries into a phase of its own with `environment: isolated`",
      "move `fastapi==0.95.1` from phase libraries into a phase of its own with `environment: isolated`",
    ]);
  });

  test("an older version is near first, and far only where nothing else helps", async () => {
    const far = async (solves: (words: string) => boolean) =>
      (
        await explain(
          recorded("range-with-holes"),
          requestOf({ libraries: ["fastapi==0.95.1", "gradio==4.16.0"] }),
          (words) => (words.includes("fastapi<0.85") || solves(words) ? { fastapi: "0.1.17" } : undefined),
        )
      ).report.remedies.map((one) => one.text);

    expect(await far(() => false)).toEqual([
      "in phase libraries, write `fastapi<0.95.1` instead of `fastapi==0.95.1` (fastapi 0.1.17 resolves)",
    ]);
    expect(await far((words) => words.includes("gradio>=3,<4.16.0"))).toEqual([
      "in phase libraries, write `gradio<4.16.0` instead of `gradio==4.16.0`",
    ]);
  });

  test("what the plan would refuse isn't offered, and its reason is told where nothing else is", async () => {
    const judge: SearchBounds["judge"] = ({ brought }) => ({
      errors: brought.some((one) => one.name === "torch") ? [{ id: "rule", text: "It is refused." }] : [],
      warnings: [],
    });
    const { report } = await explain(
      recorded("numpy-both-sides"),
      requestOf(VOICES),
      (words) => (words.includes("f5-tts>=") ? { torch: "2.15.0" } : undefined),
      { judge },
    );

    expect(conflictError(report, "").remedy).toBe(
      "Changes were tried that resolve, and the plan would refuse each of them:\n- It is refused.\nLoosen or change one of the pins named above.",
    );
  });

  test("a base with a newer CUDA, where the one that there is is what the plan refuses", async () => {
    const facts = { ...baseFacts(), cuda: "12.8" };
    const asked: string[] = [];
    const report = await explainConflict(
      { explanation: recorded("numpy-both-sides"), request: requestOf(VOICES, "", facts) },
      async ({ request }) => {
        asked.push(request.torchBackend);
        const opened = request.phases.some((phase) =>
          phase.packages.some((one) => one.text === "f5-tts>=1.1.7"),
        );
        return opened && request.torchBackend === "none" ? solution({ "f5-tts": "1.1.22" }) : UNSOLVED;
      },
      bounds({
        judge: (tried) => ({
          errors: tried.facts.cuda === "12.8" ? [{ id: "cuda-above-base", text: "It is above." }] : [],
          warnings: [],
        }),
      }),
    );

    expect(report.remedies.map((one) => one.text)).toEqual([
      "in phase voices, write `f5-tts>=1.1.7` instead of `f5-tts==1.1.7` (f5-tts 1.1.22 resolves), and take a base image with CUDA 13",
    ]);
    expect(asked.filter((backend) => backend === "cu128")).toHaveLength(1);
  });

  test("what the plan would refuse is tried with what keeps it from that", async () => {
    const judge: SearchBounds["judge"] = ({ brought }) => ({
      errors: brought.some((one) => one.version === "2.15.0")
        ? [{ id: "cuda-above-base", text: "It is above.", bound: "torch<2.11" }]
        : [],
      warnings: [],
    });
    const { report } = await explain(
      recorded("numpy-both-sides"),
      requestOf(VOICES),
      (words) => {
        if (words.includes("f5-tts") && words.includes("whisperx")) return;
        return words.startsWith("voices")
          ? {}
          : { torch: words.includes("torch<2.11") ? "2.10.0" : "2.15.0" };
      },
      { judge },
    );

    expect(report.remedies[0]?.text).toBe(
      "give phase alignment `environment: isolated`, and add `torch<2.11` to phase alignment",
    );
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
      if (trial.request.keep.length === 0) return solution({ torch: "2.8.0", torchaudio: "2.8.0" });
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
