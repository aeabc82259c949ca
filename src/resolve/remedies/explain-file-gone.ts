import type { Ports } from "../../ports/ports.ts";
import { ConflictError, type SurelayerError } from "../../text/errors.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import type { FileGone } from "../../wheels/file-gone.ts";
import type { Conflict } from "../conflicts/find-conflict.ts";
import { withResolver } from "../environment/with-resolver.ts";
import type { ResolveRequest } from "../request.ts";
import { writeCandidates } from "../run-uv.ts";
import { versionCandidates } from "./candidates/version-candidates.ts";
import type { JudgeVersions } from "./judgement.ts";
import { trialsIn } from "./try-resolve.ts";
import { verifiedRemedies } from "./verified-remedies.ts";

interface FileGoneInput {
  readonly request: ResolveRequest;
  /** Undefined where the base isn't local. */
  readonly imageId: string | undefined;
  /** The lock that names the file. */
  readonly file: string;
  readonly judge: JudgeVersions;
}

/** Says which locked version is gone, and which ones really resolve in its place. */
export async function explainFileGone(
  { distribution, answer }: FileGone,
  { request, imageId, file, judge }: FileGoneInput,
  toolbox: Toolbox,
  ports: Ports,
): Promise<SurelayerError> {
  const { name, version } = distribution;
  const conflict: Conflict = { culprit: name, kind: "absent", moved: [], heads: [], chain: [`==${version}`] };
  const base = { imageId, facts: request.facts };
  const { remedies } = await ports.log.task(`look for another version of ${name}`, () =>
    withResolver({ ...base, purpose: "next-best" }, toolbox, ports, async (resolver) => {
      const input = { resolver, request };
      await writeCandidates(input);
      return verifiedRemedies(versionCandidates(request, conflict), trialsIn(resolver, ports), {
        clock: ports.clock,
        judge,
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
