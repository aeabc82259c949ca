import { addressedFile } from "../../python/direct-source.ts";
import { ConflictError, RegistryError } from "../../text/errors.ts";
import { probeFile } from "../../wheels/fetch/probe-file.ts";
import type { FetchPorts } from "../../wheels/fetch/request-with-retries.ts";
import type { WheelAtHost } from "../../wheels/hash-wheel.ts";
import { listed } from "../remedies/candidates/remedy-candidates.ts";
import { type Alternative, wheelAlternatives } from "./wheel-alternatives.ts";
import { describeFacts, type WheelFacts, wheelUrl } from "./wheel-facts.ts";

interface FoundWheel extends WheelAtHost {
  readonly found: true;
}

interface MissingWheel {
  readonly found: false;
  readonly url: string;
  readonly name: string;
  /** What the host answered. */
  readonly status: number;
  /** What the name was computed from, in words. */
  readonly chosenBy: string;
  /** Wheels that do exist, nearest to the plan first. */
  readonly alternatives: readonly Alternative[];
}

/**
 * Looks whether the wheel that a template names exists, by asking for its first byte: hosts that redirect to signed
 * addresses refuse HEAD. Where it is missing, near ones are looked for.
 * @throws RegistryError when the host's answer is neither yes nor no.
 */
export async function findWheel(
  template: string,
  facts: WheelFacts,
  ports: FetchPorts,
  signal?: AbortSignal,
): Promise<FoundWheel | MissingWheel> {
  const url = wheelUrl(template, facts);
  const name = addressedFile(url);
  const { exists, status, bytes, etag } = await probeFile(url, ports, signal);
  if (exists) return { found: true, url, name, bytes, etag };
  const alternatives = await existing(template, facts, ports, signal);
  return { found: false, url, name, status, chosenBy: describeFacts(facts), alternatives };
}

/** Near wheels that the host has. They are only advice: one that can't be asked for is not named. */
async function existing(
  template: string,
  facts: WheelFacts,
  ports: FetchPorts,
  signal: AbortSignal | undefined,
): Promise<readonly Alternative[]> {
  const own = wheelUrl(template, facts);
  const candidates = wheelAlternatives(facts).filter((one) => wheelUrl(template, one.facts) !== own);
  const probed = await Promise.all(
    candidates.map(async (one) => {
      const { exists } = await probeFile(wheelUrl(template, one.facts), ports, signal).catch(
        (error: unknown) => {
          if (error instanceof RegistryError) return { exists: false };
          throw error;
        },
      );
      return exists ? [one] : [];
    }),
  );
  return probed.flat();
}

/** What the user is told when there is no wheel and nothing may be compiled. */
export function missingWheelError(phase: string, missing: MissingWheel): ConflictError {
  const [usable = [], others = []] = [true, false].map((fits) =>
    missing.alternatives.filter((one) => one.fitsPlan === fits).map((one) => one.words),
  );
  const remedies = [
    ...(usable.length > 0 ? [`There is a wheel for ${listed(usable)}: pin one of these.`] : []),
    ...(others.length > 0
      ? [`There is a wheel for ${listed(others)}, which takes another base or torch.`]
      : []),
    "`source_build: allowed` compiles it, which takes hours.",
  ];
  return new ConflictError(`Phase ${phase} has no wheel for ${missing.chosenBy}.`, {
    evidence: `missing: ${missing.name} (${new URL(missing.url).host} answered ${missing.status})`,
    remedy: remedies.join("\n"),
  });
}
