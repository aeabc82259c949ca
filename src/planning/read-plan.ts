import * as z from "zod";
import { Plan } from "../plan/plan.ts";
import type { Image } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import { changedCommits } from "../resolve/direct/read-commit.ts";
import { changedFiles } from "../resolve/direct/read-direct.ts";
import { ConflictError, messageOf, UsageError } from "../text/errors.ts";

interface PlanFile {
  readonly reference: string;
  /** Undefined where the base isn't local. */
  readonly image: Pick<Image, "id"> | undefined;
  readonly path: string;
  /** Of the manifest and lock that the plan must have been made for. */
  readonly digest: string;
}

/**
 * A plan that was written before, to be built exactly so.
 * @throws UsageError for what is no plan; ConflictError where manifest, base or named files have changed since.
 */
export async function readPlan(file: PlanFile, ports: Ports): Promise<Plan> {
  const { path, digest } = file;
  const plan = parsePlan(await readPlanText(path, ports), path);
  const files = plan.phases.flatMap((phase) => phase.distributions.map((one) => one.file));
  const changed = [
    ...(plan.manifestDigest === digest ? [] : ["the manifest"]),
    ...(isSameBase(plan, file) ? [] : [`the base image ${plan.base.reference}`]),
    ...(await changedFiles(files, ports)),
    ...(await changedCommits(files, ports)),
  ];
  if (changed.length === 0) return plan;
  throw new ConflictError(
    `The plan ${path} was made for another state: ${changed.join(" and ")} changed since.`,
    { remedy: "Plan again with `surelayer plan -o`, look at it, and build that." },
  );
}

/**
 * A plan of declared facts knows no image: that the manifest is the same one makes the facts the same, and those are compared
 * with every image that is built on.
 */
function isSameBase({ base }: Plan, { image, reference }: PlanFile): boolean {
  return base.facts === "declared" ? base.reference === reference : base.imageId === image?.id;
}

async function readPlanText(path: string, ports: Ports): Promise<string> {
  try {
    return await ports.files.readText(path);
  } catch (error) {
    throw new UsageError(`The plan ${path} can't be read: ${messageOf(error)}`, { cause: error });
  }
}

function parsePlan(text: string, path: string): Plan {
  try {
    return Plan.parse(JSON.parse(text));
  } catch (error) {
    throw new UsageError(`${path} is no plan that this version wrote.`, {
      evidence:
        error instanceof z.ZodError
          ? z.prettifyError(error).split("\n").slice(0, 4).join("\n")
          : messageOf(error),
      remedy: "Write one with `surelayer plan -o plan.json`.",
      cause: error,
    });
  }
}
