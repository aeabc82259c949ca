import { installedDistributions } from "../../base/installed-distributions.ts";
import type { LeftOutPhase } from "../../manifest/left-out-phase.ts";
import type { Ports } from "../../ports/ports.ts";
import { markerEnvironment } from "../../python/marker.ts";
import { ConflictError, InterruptedError, SurelayerError } from "../../text/errors.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import { type ResolveRequest, withCandidates, withoutPhases } from "../request.ts";
import {
  type DirectBase,
  type DirectUrlRequirement,
  directUrlRequirements,
} from "./direct-url-requirements.ts";
import { type DirectFile, readDirect } from "./read-direct.ts";

/** What became of the files that phases ask for by where they lie. */
interface SelectedDirectFiles {
  /** What is left to resolve, with the files that were read. */
  readonly request: ResolveRequest;
  /** Optional phases whose file can't be had. */
  readonly leftOut: readonly LeftOutPhase[];
  /** Whole sentences. */
  readonly remarks: readonly string[];
}

/**
 * Reads every file that a phase names by its address or path. A file that two environments name is read for each.
 * @throws what a required phase's file failed with.
 */
export async function selectDirectFiles(
  request: ResolveRequest,
  base: Omit<DirectBase, "facts" | "asked">,
  toolbox: Toolbox,
  ports: Ports,
): Promise<SelectedDirectFiles> {
  const { facts } = request;
  const environment = markerEnvironment(facts.python);
  const requirements = request.phases.flatMap((phase) => directUrlRequirements(phase, environment));
  const read: Read[] = [];
  // One after the other: a source archive is read in a container named after its phase.
  const asked = request.phases.flatMap((phase) => phase.packages.map((one) => one.text));
  const known = { ...base, facts, asked };
  for (const requirement of requirements)
    read.push(await readOrLeaveOut(requirement, request, known, { toolbox, ports }));
  const leftOut = read.flatMap((one) => one.leftOut ?? []);
  const wheels = read.flatMap((one) => one.wheel ?? []);
  return {
    request: withoutPhases(withCandidates(request, wheels), leftOut),
    leftOut: [...new Map(leftOut.map((one) => [one.phase, one])).values()],
    remarks: [...new Set(read.flatMap((one) => one.remarks ?? []))],
  };
}

interface Read extends Partial<DirectFile> {
  readonly leftOut?: LeftOutPhase;
}

async function readOrLeaveOut(
  requirement: DirectUrlRequirement,
  request: ResolveRequest,
  base: DirectBase,
  { toolbox, ports }: { readonly toolbox: Toolbox; readonly ports: Ports },
): Promise<Read> {
  const phase = request.phases.find((one) => one.name === requirement.phase);
  try {
    if (phase?.environment === "shared") requireMovable(requirement, request);
    return await readDirect(requirement, base, toolbox, ports);
  } catch (error) {
    ports.signal.throwIfAborted();
    if (!(error instanceof SurelayerError) || error instanceof InterruptedError) throw error;
    if (phase?.optional !== true) throw error;
    const reason = [error.message, error.evidence, error.remedy].filter(Boolean).join(" ");
    return { leftOut: { phase: requirement.phase, reason: reason.replaceAll("\n", " ") } };
  }
}

function requireMovable({ requirement, phase }: DirectUrlRequirement, { keep, facts }: ResolveRequest): void {
  const installed = installedDistributions(facts).get(requirement.normalised);
  if (installed === undefined || !keep.includes(requirement.normalised)) return;
  const { name } = requirement;
  throw new ConflictError(
    `Phase ${phase} asks for ${name} by a file of its own, and \`keep\` protects the base's ${name} ${installed.version ?? ""}.`,
    { remedy: `Take ${name} out of \`keep\`, or out of the phase.` },
  );
}
