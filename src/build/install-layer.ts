import type { Image } from "../docker/engine.ts";
import type { Plan, PlannedPhase } from "../plan/plan.ts";
import type { Ports } from "../ports.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { checkPhase, dependencyProblems } from "./check-phase.ts";
import { compilePhase } from "./compile-phase.ts";
import { installSystemPackages } from "./install-system-packages.ts";
import { layerLabels, layerReference } from "./layer-cache.ts";
import type { LayerContent } from "./phase-content.ts";
import { refreshBytecode } from "./refresh-bytecode.ts";
import { runInstaller } from "./run-installer.ts";
import { runSteps } from "./run-steps.ts";

/** A layer with what it brings. */
export interface LayerJob extends LayerContent {
  readonly plan: Plan;
  readonly phase: PlannedPhase;
  /** Modules that must import afterwards: this phase's and those of the phases before it. */
  readonly imports: readonly string[];
  readonly parent: string;
  readonly key: string;
  /** File on this machine that takes the installer's output. */
  readonly logFile: string;
  /**
   * With the phase's last layer the phase is whole, and is proved: requirements that were broken before it are none of its
   * doing. Undefined for the layers before, which can't stand by themselves.
   */
  readonly proof: { readonly problemsBefore: readonly string[] | undefined } | undefined;
}

/** Installs one layer on top of its parent in a container of its own, proves the phase with its last, and commits it. */
export function installLayer(
  job: LayerJob,
  toolbox: Toolbox,
  ports: Ports,
): Promise<{ image: Image; bytes: number }> {
  const { plan, phase } = job;
  return toolbox.open(job.parent, `phase-${phase.name}`, async (container) => {
    const problemsBefore =
      job.proof?.problemsBefore ?? (await dependencyProblems(container, plan, ports.signal));
    await ports.log.task(`install ${phase.name}`, async (report) => {
      await installSystemPackages(container, job, ports, report);
      await runInstaller(container, job, ports, report);
    });
    await compilePhase(container, job, ports);
    if (job.run) {
      const steps = (report: (status: string) => void) => runSteps(container, job, ports, report);
      await ports.log.task(`run the commands of ${phase.name}`, (report) =>
        refreshBytecode(container, plan, ports, () => steps(report)),
      );
    }
    if (job.proof) {
      const proved = { name: phase.name, imports: job.imports, problemsBefore };
      await ports.log.task(`check ${phase.name}`, () => checkPhase(container, plan, proved, ports.signal));
    }
    const bytes = await container.diffBytes();
    const image = await ports.log.task(`commit ${phase.name}`, () =>
      container.commit({
        comment: `surelayer phase ${phase.name}`,
        config: { labels: layerLabels(job.key, phase.name, bytes) },
        reference: layerReference(job.key),
      }),
    );
    return { image, bytes };
  });
}
