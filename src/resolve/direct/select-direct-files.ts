import { installedDistributions } from "../../base/installed-distributions.ts";
import type { LeftOutPhase } from "../../manifest/left-out-phase.ts";
import type { Ports } from "../../ports/ports.ts";
import { markerEnvironment } from "../../python/marker.ts";
import type { Requirement } from "../../python/requirement.ts";
import { ConflictError, InterruptedError, SurelayerError } from "../../text/errors.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import { isFileFault, type MissingFile, standInFor } from "../missing-file.ts";
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
  /** What required phases ask for and can't be had. */
  readonly missing: readonly MissingFile[];
  /** Whole sentences. */
  readonly remarks: readonly string[];
}

/**
 * Reads every file that a phase names by its address or path. A file that two environments name is read for each. One that can't be had
 * doesn't keep the others from being read.
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
    missing: read.flatMap((one) => one.missing ?? []),
    remarks: [...new Set(read.flatMap((one) => one.remarks ?? []))],
  };
}

interface Read extends Partial<DirectFile> {
  readonly leftOut?: LeftOutPhase;
  readonly missing?: MissingFile;
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
    if (phase?.optional !== true) return { missing: missingFile(requirement, error, request) };
    const reason = [error.message, error.evidence, error.remedy].filter(Boolean).join(" ");
    return { leftOut: { phase: requirement.phase, reason: reason.replaceAll("\n", " ") } };
  }
}

/** @throws the error itself where it isn't about that file. */
function missingFile(
  { phase, requirement, source }: DirectUrlRequirement,
  error: SurelayerError,
  request: ResolveRequest,
): MissingFile {
  if (!isFileFault(error)) throw error;
  const { normalised: distribution } = requirement;
  const named = { phase, distribution, chosenBy: "its address", direct: source.address };
  // Nothing but the base's own stands for what is kept.
  const known = source.kind === "wheel" && keptVersion(requirement, request) === undefined;
  const standIn = known ? standInFor(source.address, named, request.facts) : undefined;
  return { phase, distribution, error, standIn };
}

function requireMovable({ requirement, phase }: DirectUrlRequirement, request: ResolveRequest): void {
  const kept = keptVersion(requirement, request);
  if (kept === undefined) return;
  const { name } = requirement;
  throw new ConflictError(
    `Phase ${phase} asks for ${name} by a file of its own, and \`keep\` protects the base's ${name} ${kept}.`,
    { remedy: `Take ${name} out of \`keep\`, or out of the phase.` },
  );
}

/** The version of the base that no phase may move; undefined where the base holds none, or it may be moved. */
function keptVersion({ normalised }: Requirement, { keep, facts }: ResolveRequest): string | undefined {
  const installed = installedDistributions(facts).get(normalised);
  return installed && keep.includes(normalised) ? (installed.version ?? "") : undefined;
}
