import type { Phase } from "../manifest.ts";

/** Whether a phase may build nothing from source: it says so, or its `wheels` ask for a prebuilt file. */
export function forbidsSourceBuilds(phase: Pick<Phase, "source_build" | "wheels">): boolean {
  return (phase.source_build ?? (phase.wheels === undefined ? "allowed" : "never")) === "never";
}
