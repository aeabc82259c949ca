import { counts, type EvidenceLine } from "./evidence-lines.ts";
import type { FailingTool, FailureClass } from "./failure-class.ts";
import type { FailureRule, Signature } from "./signature.ts";
import { TRUST, type Trust } from "./trust.ts";

export interface Sighting {
  readonly class: FailureClass;
  readonly trust: Trust;
  /** Index of the line that shows it. */
  readonly at: number;
}

/** The first line with a sign of the best trust that has any: the first cause, not the last line. */
export function findSign(
  rules: readonly FailureRule[],
  tool: FailingTool,
  lines: readonly EvidenceLine[],
): Sighting | undefined {
  for (const trust of TRUST) {
    const found = firstOf(trust, rules, tool, lines);
    if (found) return found;
  }
  return undefined;
}

function firstOf(
  trust: Trust,
  rules: readonly FailureRule[],
  tool: FailingTool,
  lines: readonly EvidenceLine[],
): Sighting | undefined {
  const candidates = rules.flatMap((rule) =>
    rule.signatures
      .filter((signature) => signature.trust === trust && spokenBy(signature, tool))
      .filter((signature) => !contradicted(signature, lines))
      .map((signature) => ({ class: rule.class, sign: signature.sign })),
  );
  for (const [at, line] of lines.entries()) {
    if (!counts(trust, line)) continue;
    const match = candidates.find((candidate) => candidate.sign.test(line.text));
    if (match) return { class: match.class, trust, at };
  }
  return undefined;
}

function spokenBy({ tools }: Signature, tool: FailingTool): boolean {
  if (tools === undefined || tools.includes(tool)) return true;
  return tool === "command" && tools.some((one) => one !== "engine");
}

function contradicted({ unless }: Signature, lines: readonly EvidenceLine[]): boolean {
  if (unless === undefined) return false;
  return typeof unless === "function" ? unless(lines) : lines.some((line) => unless.test(line.text));
}
