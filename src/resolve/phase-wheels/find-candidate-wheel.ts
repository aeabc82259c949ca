import type { Ports } from "../../ports/ports.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import { addressedFile } from "../../python/direct-source.ts";
import { targetTags, wheelTags } from "../../python/target-tags.ts";
import { ConflictError } from "../../text/errors.ts";
import { lockedWheel } from "../../wheels/hash-wheel.ts";
import { readWheelMetadata } from "../../wheels/read-wheel-metadata.ts";
import { type CandidateWheel, namedVersion } from "../candidate-wheel.ts";
import type { RequestedPhase } from "../request.ts";
import { findWheel, missingWheelError } from "./find-wheel.ts";
import { dependsOnTorch, describeFacts, plannedTorch, wheelFacts, wheelUrl } from "./wheel-facts.ts";

/** A phase with a template, and the package that it is for. */
export interface WantedWheel {
  readonly phase: RequestedPhase;
  readonly template: string;
  /** Normalised (PEP 503). */
  readonly distribution: string;
  readonly version: string;
}

/**
 * Finds the wheel of a template, with its hash and what it requires.
 * @param versions of what the finished environment holds; torch's decides the wheel's name.
 * @throws ConflictError where there is none; RegistryError or BuildError where the host gives no answer, or another file.
 */
export async function findCandidateWheel(
  { phase, template, distribution, version }: WantedWheel,
  versions: ReadonlyMap<string, string>,
  base: BaseFacts,
  ports: Ports,
): Promise<CandidateWheel> {
  const facts = wheelFacts(version, plannedTorch(versions), base.python);
  if (dependsOnTorch(template) && facts.torch === undefined) throw noTorch(phase.name, versions.get("torch"));
  // Said before its host is asked.
  requireFitting(phase.name, addressedFile(wheelUrl(template, facts)), base);
  const found = await findWheel(template, facts, ports, ports.signal);
  if (!found.found) throw missingWheelError(phase.name, found);
  const file = await lockedWheel(found, ports, ports.signal);
  const metadata = await readWheelMetadata(file, ports, ports.signal);
  const named = namedVersion(file.name);
  const chosenBy = describeFacts(facts);
  return { phase: phase.name, distribution, version: named, file, content: { metadata }, chosenBy };
}

/** A name with fixed tags may be of another Python than the base's. */
function requireFitting(phase: string, name: string, facts: BaseFacts): void {
  const tags = new Set(targetTags(facts.python));
  if (wheelTags(name).some((tag) => tags.has(tag))) return;
  throw new ConflictError(`The wheel of phase ${phase} is for another Python or platform than the base's.`, {
    evidence: name,
    remedy:
      "Write {python_tag} and {platform} in `wheels` instead of fixed ones, or take another base image.",
  });
}

function noTorch(phase: string, torch: string | undefined): ConflictError {
  if (torch === undefined) {
    return new ConflictError(
      `Phase ${phase} names wheels after torch, which neither the base nor a phase has.`,
      { remedy: "Take a base image that holds torch, or ask for torch in a phase." },
    );
  }
  return new ConflictError(
    `Phase ${phase} names wheels after torch's CUDA, and torch ${torch} doesn't tell any.`,
    { remedy: "Take a build of torch for CUDA, such as one with +cu128 in its version." },
  );
}
