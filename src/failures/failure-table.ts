import { APT_RULES } from "./classes/apt.ts";
import { BUILD_RULES } from "./classes/build.ts";
import { DOWNLOAD_RULES } from "./classes/downloads.ts";
import { ENGINE_RULES } from "./classes/engine.ts";
import { EXIT_RULES } from "./classes/exits.ts";
import { GPU_RULES } from "./classes/gpu.ts";
import { IMPORT_RULES } from "./classes/imports.ts";
import { INDEX_RULES } from "./classes/index-answers.ts";
import { LAYER_RULES } from "./classes/layers.ts";
import { MODEL_RULES } from "./classes/models.ts";
import { NETWORK_RULES } from "./classes/network.ts";
import { PERMISSION_RULES } from "./classes/permissions.ts";
import { RESOLUTION_RULES } from "./classes/resolution.ts";
import { RESOURCE_RULES } from "./classes/resources.ts";
import { WHEEL_RULES } from "./classes/wheels.ts";
import type { FailureClass } from "./failure-class.ts";
import type { FailureRule } from "./signature.ts";

/** Every class with its signs. Where two signs of equal trust match the same line, the earlier class counts. */
export const FAILURE_RULES: readonly FailureRule[] = [
  ...RESOURCE_RULES,
  ...ENGINE_RULES,
  ...GPU_RULES,
  ...NETWORK_RULES,
  ...INDEX_RULES,
  ...WHEEL_RULES,
  ...LAYER_RULES,
  ...DOWNLOAD_RULES,
  ...RESOLUTION_RULES,
  ...APT_RULES,
  ...BUILD_RULES,
  ...PERMISSION_RULES,
  ...IMPORT_RULES,
  ...MODEL_RULES,
  ...EXIT_RULES,
];

const BY_ID = new Map(FAILURE_RULES.map((rule) => [rule.class.id, rule.class]));

/** The class with the remedy that fits the line which shows the failure. */
export function withFittingRemedy(found: FailureClass, line: string): FailureClass {
  const remedy = FAILURE_RULES.find((rule) => rule.class.id === found.id)?.remedyFor?.(line);
  return remedy === undefined ? found : { ...found, remedy };
}

/** @throws when the table has no such class, which is a mistake of the program. */
export function failureClassById(id: string): FailureClass {
  const found = BY_ID.get(id);
  if (found === undefined) throw new Error(`There is no failure class ${id}.`);
  return found;
}
