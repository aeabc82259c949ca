import { validRange } from "@renovatebot/pep440";
import * as z from "zod";
import { quote } from "../../text/quote.ts";
import { expected, without } from "../../text/units/expectation.ts";
import { Size } from "../../text/units/measures.ts";
import { textField } from "./fields.ts";
import { chosenPools, poolFault } from "./gpu-pools.ts";
import type { Immutable } from "./immutable.ts";

/** What a phase needs of the machines that the image runs on; of memory and disk (bytes) they must have more. */
export const Requires = z.strictObject(
  {
    gpu_memory: Size.optional(),
    disk: Size.optional(),
    python: textField('`python: ">=3.8"`').superRefine(without(pythonFault)).optional(),
    cuda: z.boolean(expected("`true` or `false`", "`cuda: true` without quotes")).optional(),
  },
  expected("a map", "`requires: { gpu_memory: 6GiB, cuda: true }`"),
);
export type Requires = Immutable<z.infer<typeof Requires>>;

/** The machines that the image runs on, as RunPod's endpoints name them. */
export const RunPod = z.strictObject(
  {
    gpu_pools: z
      .array(
        textField("a pool of GPUs, such as `ADA_24`").superRefine(without(poolFault)),
        expected("a list of GPU pools", "`gpu_pools: [ADA_24]`"),
      )
      .superRefine(
        without((pools: readonly string[]) =>
          chosenPools(pools).length > 0
            ? undefined
            : "names no pool; write `gpu_pools: [ADA_24]` or remove the key",
        ),
      )
      .optional(),
  },
  expected("a map", "`runpod: { gpu_pools: [ADA_24] }`"),
);
export type RunPod = Immutable<z.infer<typeof RunPod>>;

function pythonFault(range: string): string | undefined {
  if (range.trim() !== "" && validRange(range)) return undefined;
  return `${quote(range)} isn't a range of versions; write one such as \`>=3.8,<3.14\``;
}
