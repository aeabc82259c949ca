import { createHash } from "node:crypto";
import * as z from "zod";
import { Plan } from "../plan/plan.ts";
import type { Image } from "../ports/engine.ts";
import { keepJson, keyFor, recallJson } from "../ports/kept-json.ts";
import type { Ports } from "../ports/ports.ts";
import { changedCommits } from "../resolve/direct/read-commit.ts";
import { changedFiles } from "../resolve/direct/read-direct.ts";
import { ConflictError, messageOf, UsageError } from "../text/errors.ts";
import { redactedJson } from "../text/secrets/redactor.ts";
import { writeResult } from "./write-result.ts";

interface PlanFile {
  readonly reference: string;
  /** Undefined where the base isn't local. */
  readonly image: Pick<Image, "id"> | undefined;
  readonly path: string;
  /** Of the manifest and lock that the plan must have been made for. */
  readonly digest: string;
  /** `sha256:…` that the file itself must have. */
  readonly planDigest: string | undefined;
}

/** A plan that was written before. */
interface WrittenPlan {
  readonly plan: Plan;
  /** Nobody edited it: a run of this user's wrote these bytes, or the user gave their digest. */
  readonly vouched: boolean;
}

/** Writes a plan, and remembers that it is this user's. @returns `sha256:…` of the file. */
export async function writePlan(plan: Plan, path: string, ports: Ports): Promise<string> {
  const text = redactedJson(plan, ports.secrets.redact);
  await writeResult(path, text, ports);
  const digest = digestOf(text);
  await keepJson(ports.cache, ownKey(digest), true);
  return digest;
}

/**
 * A plan that was written before, to be built exactly so.
 * @throws UsageError for what is no plan; ConflictError where it has another digest, or manifest, base or named files have
 * changed since.
 */
export async function readPlan(file: PlanFile, ports: Ports): Promise<WrittenPlan> {
  const { path, digest, planDigest } = file;
  const text = await readPlanText(path, ports);
  const found = digestOf(text);
  if (planDigest !== undefined && planDigest !== found) throw otherDigest(path, found, planDigest);
  const vouched = planDigest !== undefined || (await recallJson(ports.cache, ownKey(found), z.literal(true)));
  const plan = parsePlan(text, path);
  const files = plan.phases.flatMap((phase) => phase.distributions.map((one) => one.file));
  const changed = [
    ...(plan.manifestDigest === digest ? [] : ["the manifest"]),
    ...(isSameBase(plan, file) ? [] : [`the base image ${plan.base.reference}`]),
    ...(await changedFiles(files, ports)),
    ...(await changedCommits(files, ports)),
  ];
  if (changed.length === 0) return { plan, vouched: vouched === true };
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

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

function ownKey(digest: string): string {
  return keyFor("plans", digest);
}

function otherDigest(path: string, found: string, wanted: string): ConflictError {
  return new ConflictError(`The plan ${path} isn't the one whose digest was given.`, {
    evidence: `its digest is ${found}; wanted ${wanted}`,
    remedy:
      "Take the plan as the other job wrote it. If it was made anew, give the digest that `plan` printed then.",
  });
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
