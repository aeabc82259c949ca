import type { Ports } from "../../ports/ports.ts";
import { ConflictError, type SurelayerError } from "../../text/errors.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import type { Vanished } from "../../wheels/vanished.ts";
import { openPlace } from "../place/open-place.ts";
import type { ResolveRequest } from "../request.ts";
import { offerWheels } from "../run-uv.ts";
import type { Conflict } from "./find-conflict.ts";
import { versionCandidates } from "./next-best.ts";
import { trialsIn } from "./try-resolve.ts";
import { type RemarksOn, verifiedRemedies } from "./verified-remedies.ts";

interface VanishedQuestion {
  readonly request: ResolveRequest;
  /** Undefined where the base isn't here. */
  readonly imageId: string | undefined;
  /** The lock that names the file. */
  readonly file: string;
  readonly remarksOn: RemarksOn;
}

/** Says which locked version is gone, and which ones really resolve in its place. */
export async function explainVanished(
  { distribution, answer }: Vanished,
  { request, imageId, file, remarksOn }: VanishedQuestion,
  toolbox: Toolbox,
  ports: Ports,
): Promise<SurelayerError> {
  const { name, version } = distribution;
  const conflict: Conflict = { culprit: name, kind: "absent", moved: [], heads: [], chain: [`==${version}`] };
  const base = { imageId, facts: request.facts };
  const { remedies } = await ports.log.task(`look for another version of ${name}`, () =>
    openPlace({ ...base, purpose: "next-best" }, toolbox, ports, async (place) => {
      const question = { place, request };
      await offerWheels(question);
      return verifiedRemedies(versionCandidates(request, conflict), trialsIn(place), {
        clock: ports.clock,
        remarks: remarksOn,
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
