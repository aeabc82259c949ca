import { expect, test } from "vitest";
import { good, problemsOf } from "./manifest-text.ts";

const POOLS =
  "RunPod has `AMPERE_16`, `AMPERE_24`, `ADA_24`, `AMPERE_48`, `ADA_48_PRO`, `AMPERE_80`, `ADA_80_PRO`, `HOPPER_141`";

/** Targets that a manifest can't have: each with everything that is said of it, as line:column and message. */
test.each([
  [
    "a misspelt pool",
    "runpod: { gpu_pools: [ADA24] }",
    `7:23: \`runpod.gpu_pools[0]\`: \`ADA24\` is no GPU pool; did you mean \`ADA_24\`? ${POOLS}`,
  ],
  [
    "no pool",
    "runpod: { gpu_pools: [H100-SXM-80] }",
    `7:23: \`runpod.gpu_pools[0]\`: \`H100-SXM-80\` is no GPU pool; ${POOLS}`,
  ],
  [
    "only what is left out",
    "runpod: { gpu_pools: [-X] }",
    "7:22: `runpod.gpu_pools` names no pool; write `gpu_pools: [ADA_24]` or remove the key",
  ],
  [
    "an empty list",
    "runpod: { gpu_pools: [] }",
    "7:22: `runpod.gpu_pools` names no pool; write `gpu_pools: [ADA_24]` or remove the key",
  ],
  [
    "memory without unit",
    '    requires: { gpu_memory: "6" }',
    "7:29: `phases[0].requires.gpu_memory`: `6` has no unit; write `6MB` or `6GB`",
  ],
  [
    "no range",
    "    requires: { python: three }",
    "7:25: `phases[0].requires.python`: `three` isn't a range of versions; write one such as `>=3.8,<3.14`",
  ],
  [
    "quoted truth",
    '    requires: { cuda: "yes" }',
    "7:23: `phases[0].requires.cuda` must be `true` or `false`, not text; write `cuda: true` without quotes",
  ],
  [
    "another tool's word",
    "    requires: { gpu: true }",
    "7:17: unknown key `gpu`; `requires` takes `gpu_memory`, `disk`, `python`, `cuda`",
  ],
  [
    "another rule for sources",
    "    source_build: sometimes",
    "7:19: `phases[0].source_build` must be `never` or `allowed`, not `sometimes`",
  ],
])("%s", (_, line, says) => {
  expect(problemsOf(good(`${line}\n`))).toEqual([says]);
});
