import type { PlannedPhase } from "../plan/plan.ts";

/** The timing chain of images/runtime, best first. */
const TIMING_CHAIN = [
  { module: "whisperx", name: "whisperx" },
  { module: "google.cloud.speech", name: "google" },
  { module: "faster_whisper", name: "faster-whisper" },
  { module: "pocketsphinx", name: "pocketsphinx" },
];

const IMPACTS: ReadonlyMap<string, string> = new Map([
  [
    "flash_attn",
    "Attention runs on PyTorch's own kernels: slower, and with more GPU memory for long sequences.",
  ],
  ["xformers", "Attention runs on PyTorch's own kernels: slower, and with more GPU memory."],
]);

/** Says what the image lacks without an optional phase. @param leftOut modules of all phases that are left out. */
export function leftOutImpact(phase: PlannedPhase, leftOut: ReadonlySet<string>): string {
  const known = phase.imports.flatMap((module) => IMPACTS.get(module) ?? []);
  const timing = timingImpact(phase.imports, leftOut);
  if (known.length > 0 || timing !== undefined) return [...known, ...(timing ? [timing] : [])].join(" ");
  if (phase.imports.length === 0) return `The image lacks ${phase.packages.join(", ")}.`;
  return `In this image, \`import ${phase.imports.join(", ")}\` fails.`;
}

function timingImpact(modules: readonly string[], leftOut: ReadonlySet<string>): string | undefined {
  if (!TIMING_CHAIN.some((one) => modules.includes(one.module))) return undefined;
  const left = TIMING_CHAIN.filter((one) => !leftOut.has(one.module)).map((one) => one.name);
  const [last] = left.slice(-1);
  if (last === undefined) return "The image can't time words.";
  const others = left.slice(0, -1);
  const rest = others.length === 0 ? last : `${others.join(", ")} or ${last}`;
  return `Word timings will come from ${rest}, where the image has it.`;
}
