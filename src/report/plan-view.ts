import type { Plan, PlannedPhase } from "../plan/plan.ts";
import type { PlannedBase } from "../plan/planned-base.ts";
import { briefAddress, directSource, isLocalAddress, splitDirect } from "../python/direct-source.ts";
import { normaliseName } from "../python/distribution-name.ts";
import { gitCommit } from "../python/git-source.ts";
import { formatBytes } from "../text/units/format-bytes.ts";
import { clashLines } from "./clash-lines.ts";
import { left, right, type Table, terminalTable } from "./table.ts";

const COLUMNS = [
  ...left("phase", "packages"),
  ...right("files", "download", "installed", "peak"),
  ...left("why here"),
];

/** A row for each phase, and one for all of them. */
export function planTable(plan: Plan): Table {
  const rows = plan.phases.map((phase) => [
    phase.name + marks(phase),
    contentOf(phase),
    countOf(filesOf(phase)),
    formatBytes(phase.sizes.download),
    formatBytes(phase.sizes.installed),
    formatBytes(phase.sizes.peak),
    phase.leftOut ? "left out" : phase.reason,
  ]);
  const { totals } = plan;
  const all = [formatBytes(totals.download), formatBytes(totals.installed), formatBytes(totals.peak)];
  const count = plan.phases.reduce((sum, phase) => sum + filesOf(phase), 0);
  return { columns: COLUMNS, rows: [...rows, ["together", "", countOf(count), ...all, ""]] };
}

function marks({ optional, environment }: PlannedPhase): string {
  const words = [...(optional ? ["optional"] : []), ...(environment ? ["isolated"] : [])];
  return words.length > 0 ? ` (${words.join(", ")})` : "";
}

/** System packages, Python packages and commands that the phase asks for, as the manifest writes them. */
function contentOf({ packages, system, run }: PlannedPhase): string {
  const commands = run ? [`${run.steps.length} ${run.steps.length === 1 ? "command" : "commands"}`] : [];
  const apt = system.asked.length > 0 ? [`apt: ${system.asked.join(", ")}`] : [];
  return [...apt, ...(packages.length > 0 ? [packages.map(briefly).join(", ")] : []), ...commands].join("; ");
}

/** Shortens an address, which would be as long as the whole table; `notesOf` gives it in full. */
function briefly(requirement: string): string {
  const direct = splitDirect(requirement);
  if (direct === undefined || isLocalAddress(direct.target)) return requirement;
  return `${direct.front} @ ${briefAddress(direct.target)}`;
}

function filesOf(phase: PlannedPhase): number {
  return phase.distributions.length + phase.system.packages.length;
}

function countOf(files: number): string {
  return `${files} ${files === 1 ? "file" : "files"}`;
}

/** Whether it fits, how, and the numbers that say so. */
export function verdictLine(plan: Plan): string {
  const { fits, strategy, reason, neededBytes, freeBytes, reserveBytes, presentBytes = 0 } = plan.verdict;
  const there = presentBytes > 0 ? `, beside ${formatBytes(presentBytes)} of finished layers,` : "";
  const needs = `needs ${formatBytes(neededBytes)} at its peak${there} and leaves ${formatBytes(reserveBytes)} free`;
  if (fits === null || freeBytes === null) return `not known whether it fits: ${needs}; ${reason}`;
  const numbers = `${needs}; ${formatBytes(freeBytes)} are free`;
  if (!fits) return `does not fit: ${numbers}; ${formatBytes(missingBytes(plan))} are missing`;
  return strategy === "whole" ? `fits: ${numbers}` : `fits ${HOW[strategy]}: ${reason}; ${numbers}`;
}

const HOW = { split: "when split", degraded: "without what is optional", refused: "not" } as const;

function missingBytes({ verdict }: Plan): number {
  return verdict.neededBytes + verdict.reserveBytes - (verdict.freeBytes ?? 0);
}

/**
 * The smallest change that would make a refused plan fit.
 * @param ownBytes of the finished layers of earlier builds.
 */
export function roomRemedy(plan: Plan, ownBytes = 0): string {
  const missing = missingBytes(plan);
  const largest = largestPackage(plan);
  const saved = plan.totals.bytecode;
  return [
    `Free ${formatBytes(missing)} on the engine's disk (\`docker system df\` shows what it holds), or move its data root to a larger one.`,
    ...(ownBytes > 0
      ? [
          `Finished layers of earlier builds take ${formatBytes(ownBytes)} of it: \`docker images -q surelayer-layer | xargs docker rmi\` frees those that no image uses, and builds make them again.`,
        ]
      : []),
    ...(saved >= missing
      ? [
          `Or write \`image: { bytecode: none }\`: that saves ${formatBytes(saved)} and costs time at each cold start.`,
        ]
      : []),
    ...(largest
      ? [`The largest package is ${largest.name} ${largest.version} with ${formatBytes(largest.blockBytes)}.`]
      : []),
  ].join("\n");
}

/** Looks at Python packages and at system packages, whose sizes are those that the packages declare. */
function largestPackage(plan: Plan): { name: string; version: string; blockBytes: number } | undefined {
  const system = plan.phases.flatMap((phase) => phase.system.packages);
  return [
    ...plan.phases.flatMap((phase) => phase.distributions),
    ...system.map((one) => ({ ...one, blockBytes: one.installedBytes })),
  ].sort((a, b) => b.blockBytes - a.blockBytes)[0];
}

/** Lines below the table: why a phase is left out, who wins a clash, and where each file that was asked for by address comes from. */
export function notesOf(plan: Plan): readonly string[] {
  const leftOut = plan.phases.filter((phase) => phase.leftOut);
  return [
    ...leftOut.map((phase) => `${phase.name} is ${phase.reason}`),
    ...clashLines(plan),
    ...plan.phases.flatMap(({ name, wheel }) =>
      wheel ? [`${name} takes ${wheel.distribution} for ${wheel.chosenBy} from ${wheel.url}`] : [],
    ),
    ...plan.phases.flatMap((phase) => phase.packages.flatMap((text) => sourceNote(phase, text))),
    ...buildNotes(plan),
  ];
}

/** Says what sources are built with, once for those that are built alike. */
function buildNotes({ phases }: Plan): readonly string[] {
  const alike = new Map<string, string[]>();
  for (const { name, version, build } of phases.flatMap((phase) => phase.distributions)) {
    if (build === undefined) continue;
    const tools = build.distributions.map((one) => `${one.name} ${one.version}`).join(", ");
    alike.set(tools, [...(alike.get(tools) ?? []), `${name} ${version}`]);
  }
  return [...alike].map(([tools, names]) => {
    const verb = names.length === 1 ? "is" : "are";
    return `${names.join(", ")} ${verb} built from source with ${tools === "" ? "nothing beside Python" : tools}`;
  });
}

/** Says where a requirement's file on the web comes from. A path needs no note: its row shows it. */
function sourceNote(phase: PlannedPhase, requirement: string): readonly string[] {
  const direct = splitDirect(requirement);
  if (direct === undefined || phase.leftOut || isLocalAddress(direct.target)) return [];
  const { address } = directSource(direct.target);
  return [`${phase.name} takes ${direct.front} from ${address}${commitNote(phase, direct.front, address)}`];
}

/** Names the commit of a branch or tag. A requirement that names a commit itself needs no note. */
function commitNote({ distributions }: PlannedPhase, front: string, address: string): string {
  const name = normaliseName(front.split("[")[0]?.trim() ?? "");
  const commit = gitCommit(distributions.find((one) => one.name === name)?.file.url ?? "")?.revision;
  return commit === undefined || gitCommit(address) ? "" : `, commit ${commit}`;
}

/** Unverified facts of the base, then the plan's warnings, then the guards' warnings with their remedies. */
export function warningsOf(plan: Plan): readonly string[] {
  const found = plan.findings.filter((one) => one.severity === "warning");
  const unverified = plan.base.facts === "declared" ? plan.base.unverified : [];
  return [...unverified, ...plan.warnings, ...found.map((one) => `${one.message} ${one.remedy}`)];
}

/** The base's Python, and whether it was probed or only declared. */
export function baseLine({ python, bytes }: PlannedBase): string {
  if (bytes === null) return `Python ${python}, declared and unverified, size unknown`;
  return `Python ${python}, ${formatBytes(bytes)}`;
}

/** The plan as a person reads it on a terminal. */
export function renderPlan(plan: Plan): string {
  return [
    `Plan of ${plan.name} on ${plan.base.reference} (${baseLine(plan.base)})`,
    "",
    terminalTable(planTable(plan)),
    "",
    verdictLine(plan),
    ...notesOf(plan),
    ...warningsOf(plan).map((warning) => `warning: ${warning}`),
  ].join("\n");
}
