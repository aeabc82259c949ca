import type { GuardedEnvironment } from "../../../../src/plan/guards/guarded-environment.ts";
import { parseRequirement } from "../../../../src/python/requirement.ts";

export interface EnvironmentParts {
  /** `name: version` of what the base holds. */
  readonly base?: Readonly<Record<string, string>>;
  /** `name: version` of what the phase `new` brings. */
  readonly brought?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly baseRequires?: GuardedEnvironment["baseRequires"];
  readonly baseCuda?: string | null;
  readonly asked?: readonly string[];
}

/** An environment of a base and one phase, `new`. */
export function environment(parts: EnvironmentParts): GuardedEnvironment {
  const base = Object.entries(parts.base ?? {});
  const brought = Object.entries(parts.brought ?? {});
  const installed = [
    ...base.map(([name, version]) => ({ name, version, phase: undefined, file: undefined })),
    ...brought.map(([name, version]) => ({ name, version, phase: "new", file: parts.files?.[name] })),
  ];
  return {
    asked: (parts.asked ?? []).map((text) => ({ phase: "new", requirement: parseRequirement(text) })),
    installed: new Map(installed.map((one) => [one.name, one])),
    base: new Map(base),
    baseRequires: parts.baseRequires ?? [],
    baseCuda: parts.baseCuda ?? null,
  };
}
