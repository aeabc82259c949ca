import { satisfies } from "@renovatebot/pep440";
import type { Requires } from "../../manifest/settings/target.ts";
import { formatBytes } from "../../text/units/format-bytes.ts";
import type { TargetFacts } from "./target-facts.ts";

export type Judgement =
  | { readonly verdict: "met" }
  | { readonly verdict: "unmet"; readonly reasons: readonly string[] }
  /** Nothing known speaks against it; preflight decides. */
  | { readonly verdict: "unknown"; readonly questions: readonly string[] };

/** Judges a phase's requirements against the target, never against the machine that plans. */
export function judgeTarget(requires: Requires, target: TargetFacts): Judgement {
  const answers = [
    judgeMemory(requires.gpu_memory, target),
    judgeDisk(requires.disk, target.diskBytes),
    judgePython(requires.python, target.python),
    judgeCuda(requires.cuda, target.cuda),
  ];
  const reasons = answers.flatMap((answer) => answer.unmet ?? []);
  const questions = answers.flatMap((answer) => answer.unknown ?? []);
  if (reasons.length > 0) return { verdict: "unmet", reasons };
  return questions.length > 0 ? { verdict: "unknown", questions } : { verdict: "met" };
}

interface Answer {
  readonly unmet?: string;
  readonly unknown?: string;
}

function judgeMemory(needed: number | undefined, target: TargetFacts): Answer {
  if (needed === undefined) return {};
  const { gpuMemoryBytes: least, gpu } = target;
  const want = `more than ${formatBytes(needed)} of GPU memory`;
  if (target.cuda === false) return { unmet: `it needs ${want}, and the target has no GPU` };
  if (least === undefined) return { unknown: `whether the GPU has ${want}` };
  return least > needed
    ? {}
    : { unmet: `it needs ${want}; ${gpu ?? "the target"} has ${formatBytes(least)}` };
}

function judgeDisk(needed: number | undefined, free: number | undefined): Answer {
  if (needed === undefined) return {};
  const want = `more than ${formatBytes(needed)} of disk`;
  if (free === undefined) return { unknown: `whether there is ${want}` };
  return free > needed ? {} : { unmet: `it needs ${want}; ${formatBytes(free)} are free` };
}

function judgePython(range: string | undefined, python: string | undefined): Answer {
  if (range === undefined) return {};
  if (python === undefined) return { unknown: `whether Python is ${range}` };
  // Interpreters built between two releases call themselves `3.13.0+`.
  return satisfies(python.replace(/\+$/, ""), range, { prereleases: true })
    ? {}
    : { unmet: `it needs Python ${range}; the base has ${python}` };
}

function judgeCuda(needed: boolean | undefined, cuda: boolean | undefined): Answer {
  if (needed !== true || cuda === true) return {};
  return cuda === undefined
    ? { unknown: "whether there is a CUDA GPU" }
    : { unmet: "it needs CUDA, and the target has none" };
}
