import type { Ports } from "../../ports/ports.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import type { Conflict } from "../conflicts/find-conflict.ts";
import { namedRequirements } from "../conflicts/named-requirements.ts";
import { withResolver } from "../environment/with-resolver.ts";
import { writeCandidates } from "../run-uv.ts";
import type { EnvironmentInput } from "../separate-environments.ts";
import { remedyCandidates } from "./candidates/remedy-candidates.ts";
import type { JudgeVersions } from "./judgement.ts";
import { trialsIn } from "./try-resolve.ts";
import { type FoundRemedies, verifiedRemedies } from "./verified-remedies.ts";

interface SourcesInput {
  /** Undefined where the base isn't local. */
  readonly imageId: string | undefined;
  readonly environment: EnvironmentInput;
  /** Distributions of it that have no wheel for the base. */
  readonly sources: readonly string[];
  readonly judge: JudgeVersions;
}

/** Changes after which these distributions have wheels: another Python, or another version of what the phases name. */
export function remediesForSources(
  { imageId, environment, sources, judge }: SourcesInput,
  toolbox: Toolbox,
  ports: Ports,
): Promise<FoundRemedies> {
  const { request, isolated } = environment;
  const heads = namedRequirements(request).filter((one) => sources.includes(one.requirement.normalised));
  const conflict: Conflict = { culprit: "python", kind: "python", moved: [], chain: [], heads };
  const base = { imageId, facts: request.facts, purpose: "wheels-elsewhere" };
  return ports.log.task(`look for a change that brings wheels of ${sources.join(", ")}`, () =>
    withResolver(base, toolbox, ports, async (resolver) => {
      await writeCandidates({ resolver, request });
      return verifiedRemedies(remedyCandidates(request, conflict, isolated), trialsIn(resolver, ports), {
        clock: ports.clock,
        judge: withWheelsOf(sources, judge),
      });
    }),
  );
}

function withWheelsOf(sources: readonly string[], judge: JudgeVersions): JudgeVersions {
  return (tried) => {
    const { errors, warnings } = judge(tried);
    const lacking = tried.brought.filter((one) => one.file === undefined && sources.includes(one.name));
    const refusals = lacking.map(({ name, version }) => ({
      id: "no-wheel",
      text: `${name} ${version} has no wheel that fits.`,
    }));
    return { errors: [...errors, ...refusals], warnings };
  };
}
