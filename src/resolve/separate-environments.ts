import { environmentPython } from "../base/planned-environment.ts";
import type { BaseFacts } from "../python/base-facts.ts";
import { onlyPhase, type ResolveRequest, withoutPhases } from "./request.ts";

/** Phases that are resolved together, because they live in one Python environment. */
export interface EnvironmentInput {
  /** The isolated phase; undefined for the environment that phases share with the base. */
  readonly isolated: string | undefined;
  /** With the phases of this environment only, and the distributions that they see. */
  readonly request: ResolveRequest;
}

/** The shared environment, where a phase lives in it, and one for each isolated phase. */
export function separateEnvironments(request: ResolveRequest): readonly EnvironmentInput[] {
  const isolated = request.phases.flatMap(({ name, environment }) =>
    environment === "isolated" ? { phase: name } : [],
  );
  const { pins } = request;
  const shared = bounded(withoutPhases(request, isolated), pins?.shared);
  return [
    ...(shared.phases.length > 0 ? [{ isolated: undefined, request: shared }] : []),
    ...isolated.map(({ phase }) => ({
      isolated: phase,
      request: bounded(ownEnvironment(request, phase), pins?.isolated[phase]),
    })),
  ];
}

function bounded(request: ResolveRequest, bounds: readonly string[] = []): ResolveRequest {
  return { ...request, constraints: [...request.constraints, ...bounds] };
}

/** An isolated phase sees nothing of the base but its Python. */
function ownEnvironment(request: ResolveRequest, name: string): ResolveRequest {
  const alone = onlyPhase(request, name);
  return {
    ...alone,
    facts: { ...alone.facts, distributions: [] },
    wheels: alone.wheels.filter((wheel) => wheel.phase === name),
  };
}

/** The Python that its distributions are installed for. */
export function pythonOf({ isolated, request }: EnvironmentInput): BaseFacts["python"] {
  const { python } = request.facts;
  return isolated === undefined ? python : environmentPython(isolated, python);
}
