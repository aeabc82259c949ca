import type { Requirement } from "../../python/requirement.ts";
import type { ResolveRequest } from "../request.ts";

/** What a phase asks for by itself. */
export interface NamedRequirement {
  readonly phase: string;
  readonly requirement: Requirement;
  /** Its comparisons, e.g. `>=2.8,<3`; empty for any version. */
  readonly range: string;
}

/** What the phases ask for, each requirement with its phase. */
export function namedRequirements(request: ResolveRequest): readonly NamedRequirement[] {
  return request.phases.flatMap((phase) =>
    phase.packages.map((requirement) => ({
      ...{ phase: phase.name, requirement },
      range: requirement.specifiers.join(","),
    })),
  );
}
