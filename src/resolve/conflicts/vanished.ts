import type { Manifest } from "../../manifest/manifest.ts";
import { pairRemarks } from "../../plan/guards/check-pairs.ts";
import type { Ports } from "../../ports/ports.ts";
import type { LockedDistribution } from "../../python/lock.ts";
import { ConflictError, type RegistryError, type SurelayerError } from "../../text/errors.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import { isGone } from "../../wheels/fetch/ranged-file.ts";
import { openPlace, type PlaceBase } from "../place/open-place.ts";
import { offerWheels } from "../run-uv.ts";
import type { Conflict } from "./find-conflict.ts";
import { versionCandidates } from "./next-best.ts";
import { trialsIn } from "./try-resolve.ts";
import { verifiedRemedies } from "./verified-remedies.ts";

/** A file that a lock names and its host no longer has; what to take instead isn't looked for yet. */
export class Vanished extends Error {
  readonly distribution: LockedDistribution;
  readonly answer: RegistryError;

  constructor(distribution: LockedDistribution, { cause }: { readonly cause: RegistryError }) {
    super(cause.message, { cause });
    this.distribution = distribution;
    this.answer = cause;
  }
}

/** @throws Vanished where the host says that it has no such file (any more). */
export async function orVanished<T>(distribution: LockedDistribution, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (isGone(error)) throw new Vanished(distribution, { cause: error });
    throw error;
  }
}

interface VanishedQuestion {
  readonly manifest: Manifest;
  readonly base: PlaceBase;
  /** The lock that names the file. */
  readonly file: string;
}

/** Says which locked version is gone, and which ones really resolve in its place. */
export async function explainVanished(
  { distribution, answer }: Vanished,
  { manifest, base, file }: VanishedQuestion,
  toolbox: Toolbox,
  ports: Ports,
): Promise<SurelayerError> {
  const { name, version } = distribution;
  const conflict: Conflict = { culprit: name, kind: "absent", moved: [], heads: [], chain: [`==${version}`] };
  const { facts } = base;
  const { remedies } = await ports.log.task(`look for another version of ${name}`, () =>
    openPlace({ ...base, purpose: "next-best" }, toolbox, ports, async (place) => {
      const question = { place, manifest, facts, wheels: [] };
      await offerWheels(question);
      return verifiedRemedies(versionCandidates(manifest, conflict), trialsIn(question), {
        clock: ports.clock,
        remarks: pairRemarks,
      });
    }),
  );
  const listing = remedies.map((one, index) => `${index + 1}. ${one.text}`);
  return new ConflictError(`${name} ${version}, which ${file} locks, is gone from its index.`, {
    location: { file },
    evidence: answer.message,
    remedy:
      listing.length > 0
        ? `Each of these resolves with the phases; lock anew with one of them:\n${listing.join("\n")}`
        : `No other version of ${name} was found that resolves with the phases: loosen what they ask for, and lock anew.`,
  });
}
