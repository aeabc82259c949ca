import { type Declaration, requireAsDeclared } from "../base/compare-facts.ts";
import { declaredFacts } from "../base/declared-facts.ts";
import { findBase } from "../base/find-base.ts";
import { probeBase } from "../base/probe-base.ts";
import type { ParsedManifest } from "../manifest/parse-manifest.ts";
import type { Image } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import type { BaseFacts } from "../python/base-facts.ts";
import { EngineError } from "../text/errors.ts";
import { sweepDeadRuns } from "../toolbox/leftovers/sweep.ts";
import type { Run } from "../toolbox/run.ts";

/** The base as far as it is known: an image that was probed, or facts that the manifest declares of one that isn't local. */
export interface InspectedBase {
  readonly image: Image | undefined;
  readonly facts: BaseFacts;
}

interface BaseRequest {
  readonly reference: string;
  /** What the manifest says of it, if anything. */
  readonly declaration: Declaration | undefined;
  /** A build needs the image itself. */
  readonly until: "plan" | "end";
}

/** What a manifest declares of its own base, and nothing of one that stands in for it. */
export function declarationOf(
  { manifest, locate }: Pick<ParsedManifest, "manifest" | "locate">,
  override: string | undefined,
): Declaration | undefined {
  const { image, provides } = manifest.base;
  return provides === undefined || override !== undefined ? undefined : { provides, image, locate };
}

/** What a killed run left behind holds disk that this one is promised. */
export async function sweepDead(request: BaseRequest, ports: Ports): Promise<void> {
  const sweepNow = () => sweepDeadRuns(ports);
  await (needsEngine(request) ? sweepNow() : orWithoutEngine(sweepNow));
}

/** A plan of a declared base has a use for an engine, and does without. */
function needsEngine({ declaration, until }: Pick<BaseRequest, "declaration" | "until">): boolean {
  return declaration === undefined || until === "end";
}

/**
 * What the phases go on top of. Where facts are declared, a plan pulls nothing: an image that the engine holds is probed and
 * compared, since it knows better; one that it doesn't hold, or an engine that doesn't answer, leaves the declared facts.
 * @throws ManifestError where declared and probed facts differ.
 */
export async function inspectBase(run: Run, request: BaseRequest, ports: Ports): Promise<InspectedBase> {
  const { reference, declaration } = request;
  if (declaration !== undefined && !needsEngine(request)) {
    const local = await orWithoutEngine(
      () => ports.engine.findImage(reference),
      (error) => ports.log.warn(`Planned without an engine: ${error.message}`),
    );
    if (local === undefined) return { image: undefined, facts: declaredFacts(declaration.provides) };
  }
  const image = await findBase(reference, ports);
  const facts = await probeBase(run, image, ports);
  if (declaration !== undefined) requireAsDeclared(declaration, facts);
  return { image, facts };
}

/** For what a plan from declared facts can do without: undefined where no engine answers. */
export async function orWithoutEngine<T>(
  ask: () => Promise<T>,
  report: (error: EngineError) => void = () => undefined,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    report(error);
    return undefined;
  }
}
