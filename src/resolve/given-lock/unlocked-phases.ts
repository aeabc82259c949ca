import type { LeftOut } from "../../manifest/left-out.ts";
import { type LockContents, lockGraph } from "./lock-graph.ts";

const MOST_NAMED = 5;

/**
 * Optional phases that ask for what the lock doesn't answer: it was written when they were left out, or before they asked
 * for it.
 */
export function unlockedPhases(contents: LockContents, file: string): readonly LeftOut[] {
  const optional = contents.phases.filter((phase) => phase.optional);
  return optional.flatMap((phase) => {
    const { problems } = lockGraph({ ...contents, phases: [phase] });
    if (problems.length === 0) return [];
    const lacks = problems.slice(0, MOST_NAMED).map((one) => one.lack);
    if (problems.length > MOST_NAMED) lacks.push(`${problems.length - MOST_NAMED} more`);
    const reason = `the lock ${file} doesn't hold what it asks for (${lacks.join("; ")}); lock anew with \`surelayer plan --write-lock\` to have it`;
    return [{ phase: phase.name, reason }];
  });
}
