import type { AddedBound, Advice, HeldBack, Moved } from "../wheels/advice.ts";
import type { Finding } from "./guards/finding.ts";

const TRIED = "the resolver's answers, with and without it";

/** Which bounds the plan added by itself, and which packages aren't the newest. */
export function adviceFindings(advice: readonly Advice[]): readonly Finding[] {
  return advice.flatMap(({ bounds, moved, heldBack }) => [
    ...(bounds.length > 0 ? [addedBounds(bounds, moved)] : []),
    ...heldBack.map(held),
  ]);
}

/** One finding, because the bounds were found for each other. */
function addedBounds(bounds: readonly AddedBound[], moved: readonly Moved[]): Finding {
  const [first] = bounds;
  const whys = bounds.map(({ constraint, fault }) => `\`${constraint}\`: ${fault}`).join(" ");
  const texts = bounds.map((one) => `\`${one.constraint}\``).join(", ");
  return {
    id: "added-bounds",
    severity: "warning",
    message:
      `The plan holds packages within bounds that the manifest doesn't name, because the newest versions don't work together or with the base. ${whys} ${movedText(moved)}`.trim(),
    remedy: `Nothing has to be done. To choose yourself, write into the packages of phase ${first?.phase ?? "that needs them"}: ${texts}.`,
    ...(first?.phase !== undefined && { phase: first.phase }),
    source: TRIED,
  };
}

function held({ name, phase, chosen, newest, chain, remedy }: HeldBack): Finding {
  const why = chain.length > 0 ? `: ${chain.join("; ")}.` : ": the resolver chose so to fit the rest.";
  return {
    id: "held-back",
    severity: "warning",
    message: `${name} is held back at ${chosen}; the newest is ${newest}${why}`,
    remedy:
      remedy === null
        ? `No line was found in a short time that gets a newer ${name} together with the rest; \`environment: isolated\` gives a phase its own versions.`
        : `\`${remedy.requirement}\` in phase ${phase} gets a newer one (tried). ${movedText(remedy.moved)}`.trim(),
    phase,
    source: TRIED,
  };
}

const MOST_MOVED = 6;

/** `It moves torch 2.15.0 → 2.8.0, and 3 others.` */
function movedText(moved: readonly Moved[]): string {
  const both = moved.flatMap(({ name, from, to }) =>
    from === null || to === null ? [] : [`${name} ${from} → ${to}`],
  );
  const others = moved.length - Math.min(both.length, MOST_MOVED);
  if (both.length === 0) return "";
  const more = others > 0 ? `, and ${others} more` : "";
  return `It moves ${both.slice(0, MOST_MOVED).join(", ")}${more}.`;
}
