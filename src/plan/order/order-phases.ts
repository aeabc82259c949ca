import { ConflictError } from "../../text/errors.ts";
import { formatBytes } from "../../text/units/format-bytes.ts";
import type { OrderConstraint } from "../plan.ts";

/** What decides a phase's position. Sizes in bytes. */
export interface OrderedInput {
  readonly name: string;
  readonly optional: boolean;
  /** What its layer would hold if it came first. */
  readonly bytes: number;
  /** Distributions that its binaries are bound to. */
  readonly binaryFor: readonly string[];
  /** What makes it complex: requirements of the machine, an environment of its own; nothing for most phases. */
  readonly complex: readonly string[];
}

interface OrderedPhase {
  readonly name: string;
  readonly reason: string;
}

const HEAVY_BYTES = 1e9;
const RANKS = ["light", "optional", "heavy", "complex"] as const;
type Rank = (typeof RANKS)[number];

/**
 * Puts phases in order: constraints first, then rank (light, optional, heavy, complex), then the order in which they were
 * declared. Deterministic, and every position has its reason.
 * @throws ConflictError when constraints contradict each other.
 */
export function orderPhases(
  phases: readonly OrderedInput[],
  constraints: readonly OrderConstraint[],
): readonly OrderedPhase[] {
  const placed: OrderedPhase[] = [];
  const waiting = [...phases];
  while (waiting.length > 0) {
    const ready = waiting.filter((phase) => !blockers(phase.name, constraints, waiting).length);
    const next = ready.reduce<OrderedInput | undefined>(
      (best, phase) => (best && rankOf(best) <= rankOf(phase) ? best : phase),
      undefined,
    );
    if (!next) throw contradiction(waiting, constraints);
    waiting.splice(waiting.indexOf(next), 1);
    placed.push({ name: next.name, reason: reasonOf(next, phases, constraints) });
  }
  return placed;
}

function blockers(
  name: string,
  constraints: readonly OrderConstraint[],
  waiting: readonly OrderedInput[],
): readonly OrderConstraint[] {
  return constraints.filter(
    (one) => one.after === name && waiting.some((phase) => phase.name === one.before),
  );
}

function rankOf(phase: OrderedInput): number {
  return RANKS.indexOf(rankName(phase));
}

function rankName(phase: OrderedInput): Rank {
  if (phase.complex.length > 0) return "complex";
  if (phase.bytes >= HEAVY_BYTES || phase.binaryFor.length > 0) return "heavy";
  return phase.optional ? "optional" : "light";
}

function reasonOf(
  phase: OrderedInput,
  phases: readonly OrderedInput[],
  constraints: readonly OrderConstraint[],
): string {
  const own = constraints.filter((one) => one.after === phase.name);
  const forced = own.map((one) => `after ${one.before}: ${one.because}`);
  const pulled = constraints.filter((one) => one.before === phase.name && declaredLater(one, phases));
  const moved = pulled.map((one) => `before ${one.after}: ${one.because}`);
  return [...forced, ...moved, rankReason(phase)].join("; ");
}

/** The declared order alone would have broken this constraint. */
function declaredLater(constraint: OrderConstraint, phases: readonly OrderedInput[]): boolean {
  const position = (name: string) => phases.findIndex((phase) => phase.name === name);
  return position(constraint.before) > position(constraint.after);
}

function rankReason(phase: OrderedInput): string {
  switch (rankName(phase)) {
    case "light":
      return `light: required, ${formatBytes(phase.bytes)}`;
    case "optional":
      return `optional, ${formatBytes(phase.bytes)}: after what is required`;
    case "heavy":
      return phase.binaryFor.length > 0
        ? `heavy: bound to ${phase.binaryFor.join(", ")}`
        : `heavy: ${formatBytes(phase.bytes)}`;
    case "complex":
      return `complex: ${phase.complex.join(", ")}; goes last`;
  }
}

function contradiction(
  waiting: readonly OrderedInput[],
  constraints: readonly OrderConstraint[],
): ConflictError {
  const names = waiting.map((phase) => phase.name);
  const between = constraints.filter((one) => names.includes(one.before) && names.includes(one.after));
  return new ConflictError(`No order of the phases ${names.join(", ")} keeps every constraint.`, {
    evidence: between.map((one) => `${one.before} before ${one.after}: ${one.because}`).join("\n"),
    remedy: "Put what depends on each other into one phase, or drop one `binary_for`.",
  });
}
