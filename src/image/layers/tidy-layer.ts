import { phasePython } from "../../plan/phase-python.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { cleanContainer } from "../cleanup/clean-container.ts";
import { freedBytes } from "../cleanup/cleanup-result.ts";
import { stripPhase } from "../cleanup/strip-phase.ts";
import { cleanup, record } from "./layer-guard.ts";
import type { LayerJob } from "./layer-job.ts";

/** Takes out of a layer what nobody needs again, before it is committed: caches, leftovers, and what `image.strip` names. */
export async function tidyLayer(container: Container, job: LayerJob, ports: Ports): Promise<void> {
  const { build, phase, distributions, imports } = job;
  if (distributions.length === 0) return;
  const rows = await stripPhase(
    container,
    {
      interpreter: phasePython(build.plan, phase).interpreter,
      kinds: build.manifest.image.strip,
      names: distributions.map((one) => one.name),
      imports: imports.flatMap((one) => one.modules),
    },
    ports.signal,
  );
  if (rows.length > 0) build.journal.strips.push({ phase: phase.name, rows });
  const cleaned = await cleanContainer(container, { ...cleanup(job), level: "normal" }, ports);
  if (freedBytes(cleaned) > 0) record(job, cleaned);
}
