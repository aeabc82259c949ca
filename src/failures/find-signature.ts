import type { EvidenceLine } from "./evidence-lines.ts";
import type { FailingTool, FailureClass } from "./failure-class.ts";
import { type FailureRule, type Signature, TRUST, type Trust } from "./signature.ts";

interface SignatureMatch {
  readonly class: FailureClass;
  /** Index of the line that shows it. */
  readonly at: number;
}

/** Finds the best trust that any line shows, and the first line that shows it: the cause, not a consequence. */
export function findSignature(
  rules: readonly FailureRule[],
  tool: FailingTool,
  lines: readonly EvidenceLine[],
): SignatureMatch | undefined {
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
): SignatureMatch | undefined {
  const candidates = rules.flatMap((rule) =>
    rule.signatures
      .filter((signature) => signature.trust === trust && spokenBy(signature, tool))
      .filter((signature) => !contradicted(signature, lines))
      .map((signature) => ({ class: rule.class, pattern: signature.pattern })),
  );
  for (const [at, line] of lines.entries()) {
    if (!counts(trust, line)) continue;
    const match = candidates.find((candidate) => candidate.pattern.test(line.text));
    if (match) return { class: match.class, at };
  }
  return undefined;
}

/** Signs of the kernel and plain words count on every line; the others only on lines of their speaker. */
function counts(trust: Trust, line: EvidenceLine): boolean {
  if (trust === "kernel" || trust === "text") return true;
  return line.foreign === (trust === "build");
}

function spokenBy({ tools }: Signature, tool: FailingTool): boolean {
  if (tools === undefined || tools.includes(tool)) return true;
  return tool === "command" && tools.some((one) => one !== "engine");
}

function contradicted({ unless }: Signature, lines: readonly EvidenceLine[]): boolean {
  if (unless === undefined) return false;
  return typeof unless === "function" ? unless(lines) : lines.some((line) => unless.test(line.text));
}
