import type { Fault } from "../../support/faults/fault.ts";
import { sourceDistribution, wheel } from "../../support/python-packages.ts";
import type { FaultCase, FaultRun, Scene } from "../fault-case.ts";
import { noise, OUTAGE_SECONDS } from "./scenes.ts";
import { builtWheel } from "./source-builds.ts";

const BYTES = 2_000_000;

/** A package whose wheels lie beside its index, as flash-attn's do; what the index has would be compiled. */
const PREBUILT: Scene = {
  name: "a wheel by address",
  files: async () => [
    { ...wheel({ name: "kernel", files: noise("kernel", BYTES) }), project: "elsewhere" },
    await sourceDistribution("kernel", builtWheel("kernel", { first: ["raise SystemExit('compiling')"] })),
  ],
  phases: [
    {
      name: "kernel",
      packages: ["kernel==1.0"],
      imports: ["kernel"],
      wheels: "{index}/files/kernel-{version}-py3-none-any.whl",
    },
  ],
  args: ["--allow-private-index"],
};

function lost(title: string, fault: Fault, classes: readonly string[], seconds = 0): FaultCase {
  return {
    ...{ fault: "F41", title, scene: PREBUILT, outageSeconds: seconds },
    inject: ({ index }) =>
      index.inject({
        ...{ subject: "file", name: /^kernel.*whl$/, fault },
        ...(seconds > 0 ? { when: { seconds }, spreads: true } : { when: { first: 1 } }),
      }),
    expected: { outcome: "recovered", classes, extraAttempts: 4 },
    judge: neverCompiled,
  };
}

/** F41: the prebuilt wheel can't be had for a moment, and nothing is compiled for it. */
export const LOST_WHEELS: readonly FaultCase[] = [
  lost(
    `the wheel's host answers 503 for ${OUTAGE_SECONDS} s`,
    { kind: "status", status: 503 },
    ["N6"],
    OUTAGE_SECONDS,
  ),
  lost("the wheel is cut short", { kind: "truncated", announced: true, afterBytes: BYTES / 2 }, ["N7", "N2"]),
  {
    ...lost("the wheel is gone", { kind: "status", status: 404 }, ["N6G"]),
    inject: ({ index }) => {
      const fault: Fault = { kind: "status", status: 404 };
      index.inject({ subject: "file", name: /^kernel.*whl$/, fault, when: "always" });
    },
    expected: { outcome: "failed", classes: ["N6G"], exitCode: 4, extraAttempts: 1 },
  },
];

function neverCompiled({ index, stderr, stdout }: FaultRun): readonly string[] {
  const sources = index.traffic.of("file", /\.tar\.gz$/).length;
  return [
    ...(sources > 0 ? [`fetched the source ${sources} times`] : []),
    ...(/compiling/.test(stdout + stderr) ? ["compiled"] : []),
  ];
}
