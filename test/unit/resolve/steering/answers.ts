import { parseRequirement } from "../../../../src/python/requirement.ts";
import { uvAnswer } from "../../../../src/resolve/remembered-lock.ts";
import { type ResolveRequest, resolveRequest } from "../../../../src/resolve/request.ts";
import type { Settled } from "../../../../src/resolve/resolve-without-builds.ts";
import { baseFacts } from "../../../support/base-python.ts";
import { manifestOf } from "../../../support/manifests.ts";

export type Versions = Readonly<Record<string, string>>;

/** A lock as uv writes it, without files. */
export function lockOf(versions: Versions): string {
  const packages = Object.entries(versions).map(
    ([name, version]) => `[[packages]]\nname = "${name}"\nversion = "${version}"\n`,
  );
  return `lock-version = "1.0"\n${packages.join("")}`;
}

/** An answer of the resolver in which phase `one` asks for everything. */
export function settled(versions: Versions): Settled {
  const lines = Object.entries(versions).map(
    ([name, version]) => `${name}==${version}  # via surelayer-plan (pyproject.toml:one)\n`,
  );
  const answer = uvAnswer({ lock: lockOf(versions), annotations: lines.join("") });
  return { answer, sdists: [], never: new Set<string>() };
}

export function request(...packages: string[]): ResolveRequest {
  const asked = resolveRequest(manifestOf({ one: ["a"] }), baseFacts());
  const phases = asked.phases.map((phase) => ({ ...phase, packages: packages.map(parseRequirement) }));
  return { ...asked, phases };
}
