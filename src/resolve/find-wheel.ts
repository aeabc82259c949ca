import { ConflictError, RegistryError } from "../errors.ts";
import type { Http } from "../host/ports.ts";
import { listed } from "./remedy-candidates.ts";
import { type Alternative, wheelAlternatives } from "./wheel-alternatives.ts";
import type { WheelFacts } from "./wheel-facts.ts";
import { wheelName, wheelUrl } from "./wheel-template.ts";

export interface FoundWheel {
  readonly found: true;
  readonly url: string;
  readonly name: string;
  /** Undefined where the host doesn't say. */
  readonly bytes: number | undefined;
}

export interface MissingWheel {
  readonly found: false;
  readonly url: string;
  readonly name: string;
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
  http: Http,
  signal?: AbortSignal,
): Promise<FoundWheel | MissingWheel> {
  const url = wheelUrl(template, facts);
  const name = wheelName(url);
  const own = await probe(url, http, signal);
  if (own.exists) return { found: true, url, name, bytes: own.bytes };
  const candidates = wheelAlternatives(facts).filter((one) => wheelUrl(template, one.facts) !== url);
  const existing = await Promise.all(
    candidates.map(async (one) =>
      (await probe(wheelUrl(template, one.facts), http, signal)).exists ? [one] : [],
    ),
  );
  return { found: false, url, name, alternatives: existing.flat() };
}

/** What the user is told when there is no wheel and `source_build` is `never`. */
export function missingWheelError(phase: string, missing: MissingWheel): ConflictError {
  const [usable, others] = [true, false].map((fits) =>
    missing.alternatives.filter((one) => one.fitsPlan === fits).map((one) => one.words),
  );
  const remedies = [
    ...(usable?.length ? [`There is a wheel for ${listed(usable)}: pin one of these.`] : []),
    ...(others?.length ? [`There is a wheel for ${listed(others)}, which takes another base or torch.`] : []),
    "`source_build: allowed` compiles it, which takes hours.",
  ];
  return new ConflictError(`Phase ${phase} has no wheel for the planned torch, CUDA and Python.`, {
    evidence: `missing: ${missing.name}`,
    remedy: remedies.join("\n"),
  });
}

interface Probed {
  readonly exists: boolean;
  readonly bytes: number | undefined;
}

/** Hosts that know no ranges answer the whole file; its size is then unknown rather than downloaded. */
const MAX_BYTES = 1024 * 1024;

async function probe(url: string, http: Http, signal: AbortSignal | undefined): Promise<Probed> {
  const response = await http.request(url, {
    headers: { range: "bytes=0-0" },
    maxBytes: MAX_BYTES,
    signal,
  });
  if (response.status === 206) {
    const total = Number(/\/(\d+)$/.exec(response.headers["content-range"] ?? "")?.[1]);
    return { exists: true, bytes: Number.isSafeInteger(total) ? total : undefined };
  }
  if (response.status === 200) return { exists: true, bytes: response.body.length };
  // Object stores that don't list say 403 of what isn't there.
  if ([403, 404, 410].includes(response.status)) return { exists: false, bytes: undefined };
  throw new RegistryError(`The wheel's host answered ${response.status} for ${wheelName(url)}.`, {
    evidence: url,
    remedy: "Run again later; whether the wheel exists can't be said from that answer.",
  });
}
