import type { Manifest } from "../../manifest/manifest.ts";
import { parseRequirement } from "../../python/requirement.ts";
import { UsageError } from "../../text/errors.ts";

/** What a phase asks for by itself. */
export interface DirectRequirement {
  readonly phase: string;
  /** Normalised (PEP 503). */
  readonly name: string;
  /** Its comparisons, e.g. `>=2.8,<3`; empty for any version. */
  readonly range: string;
  /** As the manifest has it. */
  readonly text: string;
}

/** What the phases ask for by name; direct URLs have no range to speak of and are left out. */
export function directRequirements(manifest: Manifest): readonly DirectRequirement[] {
  return manifest.phases.flatMap((phase) =>
    phase.packages.flatMap((text) => {
      const parsed = parsed440(text);
      return parsed
        ? [{ phase: phase.name, name: parsed.normalised, range: parsed.specifiers.join(","), text }]
        : [];
    }),
  );
}

function parsed440(text: string): ReturnType<typeof parseRequirement> | undefined {
  try {
    return parseRequirement(text);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
