import type { Ports } from "../../ports/ports.ts";
import { messageOf } from "../../text/errors.ts";
import { type UvAnswer, withAdvice } from "../remembered-lock.ts";
import type { Settled } from "../resolve-without-builds.ts";
import { solve, type UvInput } from "../run-uv.ts";
import { heldBack } from "./held-back.ts";
import { preferReleases } from "./prefer-releases.ts";
import { steer } from "./steer.ts";
import type { FaultsIn } from "./version-faults.ts";
import { wheelsElsewhere } from "./wheels-elsewhere.ts";

/** The answer that goes around known faults, with what was held for that and what is held back. */
export async function advised(
  settled: Settled,
  input: UvInput & { readonly faultsIn: FaultsIn; readonly interim: boolean },
  ports: Ports,
): Promise<UvAnswer> {
  const { request, faultsIn } = input;
  const releases = preferReleases(input, (changed, before) =>
    solve({ ...input, request: changed }, before, ports),
  );
  const steered = await steer(await releases.improve(settled, request), request, releases.solve, faultsIn);
  const { answer } = steered;
  if (input.interim) return answer;
  // A plan doesn't fail of what is only said beside it.
  const unless = <T>(what: Promise<readonly T[]>) =>
    what.catch((error: unknown) => {
      ports.signal.throwIfAborted();
      ports.log.debug(`Not known beside the versions: ${messageOf(error)}`);
      return [];
    });
  const held = await unless(heldBack({ ...input, settled: steered, solve: releases.solve }, ports));
  const elsewhere = await unless(wheelsElsewhere(input, steered));
  return withAdvice(answer, { ...answer.advice, heldBack: held, elsewhere });
}
