import { SETS } from "./sets.ts";

export interface Finding {
  readonly id: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly remedy: string;
}

export interface Planned {
  readonly exit: number;
  readonly seconds: number;
  readonly failure: string | null;
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
}

/** What was installed, and where: the lock, or the names when the plan gave no lock. */
export interface Installed {
  readonly what: "lock" | "names";
  readonly place: Place;
  readonly exit: number;
  readonly seconds: number;
  readonly error: string | null;
}

export interface Imported {
  readonly module: string;
  readonly cause: "ok" | "system library" | "GPU" | "undeclared module" | "broken";
  readonly seconds: number;
  readonly error: string | null;
}

/** What was seen of one set. */
export interface SetRun {
  readonly set: string;
  readonly packages: readonly string[];
  readonly date: string;
  readonly plan: Planned;
  readonly install: Installed;
  readonly imports: readonly Imported[];
}

/** The base as it is, and the base with the system packages that users of these sets add. */
export type Place = "base" | "equipped";

/** The distribution that a finding accuses: the first that it names with its version. */
export function subject({ message }: Finding): string {
  return /([a-z0-9][a-z0-9-]*) \d+\.\d/.exec(message)?.[1] ?? "";
}

/** What the run says of the plan: *miss* and *false refusal* are the plan's errors. */
function judge({ set, plan, install, imports }: SetRun): string {
  const broken = imports.filter((one) => one.cause === "broken");
  const fails = install.exit !== 0 || broken.length > 0;
  if (plan.exit === 3) return "doesn't fit on this disk";
  if (plan.exit !== 0) return fails ? refused(set, broken) : "**false refusal**";
  if (fails) return install.exit === 0 && isWarned(plan, broken) ? "warned and broken" : "**miss**";
  const needs = new Set(imports.map((one) => one.cause).filter((cause) => cause !== "ok"));
  const works = plan.findings.length > 0 ? "warned and works" : "ok";
  return [works, ...[...needs].map((cause) => `needs ${cause}`)].join(", ");
}

/** What a refusal is about can be broken while nothing of what the user imports needs it. */
function refused(set: string, broken: readonly Imported[]): string {
  const asked = SETS.find((one) => one.name === set)?.modules ?? [];
  const reached = broken.length === 0 || broken.some((one) => asked.includes(one.module));
  return reached ? "refused and broken" : "refused, and only what the set doesn't import is broken";
}

/** Whether the plan warned of each module that fails, or of a distribution in its trace. */
function isWarned({ findings }: Planned, broken: readonly Imported[]): boolean {
  const accused = findings.map(
    (one) => new RegExp(`[/_.' ]${subject(one).replaceAll("-", "[-_./]")}[/_.' ]`),
  );
  return broken.every(
    ({ error, module }) =>
      accused.some((trace) => trace.test(error ?? "")) ||
      findings.some(({ message }) => message.includes(`\`${module}\``)),
  );
}

export function table(results: readonly SetRun[]): string {
  return [
    "| set | plan | findings | install | imports | verdict |",
    "| --- | --- | --- | --- | --- | --- |",
    ...results.map(row),
  ].join("\n");
}

export function row(result: SetRun): string {
  const { set, plan, install, imports } = result;
  const findings = plan.findings.map(({ id, severity }) => `${severity} \`${id}\``).join(", ");
  const built = install.place === "equipped" ? ", with compilers" : "";
  const took = install.exit === 0 ? `${install.seconds.toFixed(0)} s${built}` : "fails";
  const told = imports.map(({ module, cause }) => `\`${module}\`${cause === "ok" ? "" : ` ${cause}`}`);
  const planned = `${plan.exit}, ${plan.seconds.toFixed(0)} s`;
  const installed = install.what === "lock" ? took : `names, ${took}`;
  return `| ${[set, planned, findings || "none", installed, told.join(", "), judge(result)].join(" | ")} |`;
}
