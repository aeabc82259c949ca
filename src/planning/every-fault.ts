import { outageOf } from "../retry/outage.ts";
import { ToolFailure } from "../retry/tool-failure.ts";
import { BuildError, ConflictError, RegistryError, type SurelayerError } from "../text/errors.ts";

/**
 * One error that says all of these. Where every one is an outage it is an outage, too, and is waited for; otherwise it begins with what the
 * user has to mend, because waiting wouldn't help.
 */
export function everyFault(errors: readonly SurelayerError[]): SurelayerError {
  const all = [...new Map(errors.map((one) => [one.message, one])).values()];
  const lasting = all.filter((one) => outageOf(one) === undefined);
  const ordered = [...lasting, ...all.filter((one) => !lasting.includes(one))];
  const [first] = ordered;
  if (first !== undefined && ordered.length === 1) return first;
  const evidence = linesOf(ordered.map((one) => one.evidence));
  const remedy = linesOf(ordered.map((one) => one.remedy));
  const cause = lasting.length > 0 ? undefined : outagesTogether(ordered);
  return new (kindOf(lasting))(linesOf(ordered.map((one) => one.message)), { evidence, remedy, cause });
}

function kindOf(lasting: readonly SurelayerError[]) {
  return (
    [ConflictError, BuildError].find((kind) => lasting.some((one) => one instanceof kind)) ?? RegistryError
  );
}

/** The first one's address is asked until it answers; the next try tells about the others. */
function outagesTogether(outages: readonly SurelayerError[]): ToolFailure | undefined {
  const failures = outages.flatMap((one) => outageOf(one)?.evidence ?? []);
  const [first] = failures;
  return first && new ToolFailure({ ...first, output: failures.map((one) => one.output).join("\n") });
}

/** Two faults may have the same remedy. */
function linesOf(texts: readonly (string | undefined)[]): string {
  return [...new Set(texts)].filter(Boolean).join("\n");
}
