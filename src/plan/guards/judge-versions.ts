import { forbidsSourceBuilds } from "../../manifest/manifest.ts";
import type { Refusal, TriedEnvironment, VersionJudgement } from "../../resolve/remedies/judgement.ts";
import type { RequestedPhase } from "../../resolve/request.ts";
import type { Finding } from "./finding.ts";
import { environmentOfVersions, type GuardedEnvironment } from "./guarded-environment.ts";
import { guard } from "./run-guards.ts";

/** What the plan would say of these versions: all that it would refuse, and all that it would warn of. */
export function judgeVersions(tried: TriedEnvironment): VersionJudgement {
  const findings = guard(environmentOf(tried));
  const errors = findings
    .filter((one) => one.severity === "error")
    .map(({ id, message, steer }) => ({ id, text: message, bound: steer?.bounds[0] }));
  return {
    errors: [...errors, ...forbiddenSources(tried)],
    warnings: findings.filter((one) => one.severity === "warning").map(halfSentence),
  };
}

function environmentOf({ facts, phases, brought }: TriedEnvironment): GuardedEnvironment {
  return environmentOfVersions(
    facts,
    brought.map((one) => ({ ...one, phase: phaseOf(one.name, phases) })),
  );
}

/** Who asks for it; what others bring along is taken for the first phase's. */
function phaseOf(name: string, phases: readonly RequestedPhase[]): string | undefined {
  const asking = phases.find((phase) => phase.packages.some((one) => one.normalised === name));
  return (asking ?? phases[0])?.name;
}

/** Sources where every phase forbids them, or where a phase that does asks for them itself. */
function forbiddenSources({ phases, brought }: TriedEnvironment): readonly Refusal[] {
  const forbidding = phases.filter((phase) => forbidsSourceBuilds(phase) && !phase.optional);
  const named = new Set(forbidding.flatMap((phase) => phase.packages.map((one) => one.normalised)));
  return brought
    .filter((one) => one.file === undefined)
    .filter((one) => named.has(one.name) || (phases.length > 0 && forbidding.length === phases.length))
    .map(({ name, version }) => ({
      id: "source-build-refused",
      text: `${name} ${version} would be built from source, which \`source_build: never\` forbids.`,
    }));
}

/** What is wrong and what to do, to be said behind "but then". */
function halfSentence({ message, remedy }: Finding): string {
  const [wrong = message] = message.split(/: |\. /, 1);
  return `${lowered(wrong.replace(/\.$/, ""))}: ${lowered(remedy.replace(/\.$/, ""))}`;
}

/** Names of packages stay as they are written. */
function lowered(text: string): string {
  return text.replace(/^[A-Z](?=[a-z]+ )/, (first) => first.toLowerCase());
}
