import { slug } from "../../manifest/settings/image-reference.ts";
import { normaliseName } from "../../python/distribution-name.ts";
import type { DraftPhase, Wanted } from "../draft.ts";
import { BESIDE_TORCH, BOUND_TO_TORCH, isHeavy } from "./known-packages.ts";

/** An engine can mount only so many layers. */
const MOST_HEAVY = 60;

/** Splits requirements into phases: torch first if the base lacks it, then light packages together, then each heavy package. */
export function splitPhases(wanted: readonly Wanted[], image: string): DraftPhase[] {
  const torch = holdsTorch(image) ? [] : wanted.filter((one) => isBesideTorch(one) && !one.optional);
  const rest = wanted.filter((one) => !torch.includes(one));
  const heavy = byName(rest.filter((one) => one.optional || isHeavy(one.requirement.normalised)));
  const alone = heavy.slice(0, MOST_HEAVY);
  const light = rest.filter((one) => !alone.some(({ all }) => all.includes(one)));
  const phases: DraftPhase[] = [];
  if (torch.length > 0)
    phases.push({
      name: "torch",
      wanted: torch,
      why: "First, because the base lacks it and the others are built on it.",
    });
  if (light.length > 0)
    phases.push({ name: "libraries", wanted: light, why: "Light packages share a layer." });
  for (const { name, all } of [...alone.filter(isFree), ...alone.filter((one) => !isFree(one))]) {
    const phase = { name: freeName(name, phases), wanted: all, why: whyAlone(name, all) };
    phases.push(isOptional(all) ? { ...phase, optional: true } : phase);
  }
  return phases;
}

/** Whether the image's name promises torch. */
function holdsTorch(image: string): boolean {
  return /torch/i.test(image);
}

function isBesideTorch({ requirement }: Wanted): boolean {
  return BESIDE_TORCH.includes(requirement.normalised) && !isHeavy(requirement.normalised);
}

interface Named {
  readonly name: string;
  readonly all: readonly Wanted[];
}

/** Groups requirements by name: a source may ask for a package once for each platform. */
function byName(wanted: readonly Wanted[]): Named[] {
  const names = [...new Set(wanted.map(({ requirement }) => requirement.normalised))];
  return names.map((name) => ({
    name,
    all: wanted.filter(({ requirement }) => requirement.normalised === name),
  }));
}

function isFree({ name }: Named): boolean {
  return !BOUND_TO_TORCH.has(name);
}

function freeName(distribution: string, phases: readonly DraftPhase[]): string {
  const name = slug(normaliseName(distribution), "package");
  return phases.some((phase) => phase.name === name) ? `${name}-alone` : name;
}

function isOptional(all: readonly Wanted[]): boolean {
  return all.every((one) => one.optional);
}

function whyAlone(name: string, all: readonly Wanted[]): string {
  const why = isOptional(all) ? "Optional, because the source goes on without it. " : "";
  return `${why}${whyHeavy(name)}`;
}

function whyHeavy(name: string): string {
  return BOUND_TO_TORCH.has(name)
    ? "Last and alone: its binary fits one version of torch only. Where the index has no such wheel, it is compiled for hours."
    : "Alone, so that its size and its failures show as its own.";
}
