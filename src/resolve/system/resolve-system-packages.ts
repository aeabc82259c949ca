import * as z from "zod";
import type { Manifest } from "../../manifest/manifest.ts";
import { SYSTEM_PHASE } from "../../manifest/phase-consistency.ts";
import { keepJson, keyFor, recallJson } from "../../ports/kept-json.ts";
import type { Ports } from "../../ports/ports.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import type { LockBase } from "../lock-environments.ts";
import { aptWithRetries } from "./apt-with-retries.ts";
import { askApt, type SystemRequest } from "./ask-apt.ts";
import { NO_SYSTEM_PACKAGES, SystemResolution } from "./system-resolution.ts";

type SystemBase = Pick<LockBase, "imageId" | "refresh"> & { readonly facts: BaseFacts };

/**
 * What the manifest's system packages come to on this base: exact versions and sizes, nothing installed. Nothing where the
 * base isn't local.
 * @throws ConflictError, RegistryError or BuildError that says why there is no answer.
 */
export async function resolveSystemPackages(
  manifest: Manifest,
  base: SystemBase,
  toolbox: Toolbox,
  ports: Ports,
): Promise<SystemResolution> {
  const requests = systemRequests(manifest);
  const { imageId } = base;
  // Only the base's own apt knows its sources and what it holds.
  if (requests.length === 0 || imageId === undefined) return NO_SYSTEM_PACKAGES;
  const key = keyFor("system-packages", [FORMAT, imageId, requests]);
  const recalled = base.refresh ? undefined : await recall(key, ports);
  if (recalled) return recalled;
  const resolution = await ports.log.task("resolve the system packages", () =>
    aptWithRetries(
      () =>
        toolbox.open(imageId, "system-packages", (container) =>
          askApt(container, requests, base.facts.os, ports),
        ),
      ports,
    ),
  );
  await keepJson(ports.cache, key, { at: ports.clock.now().toISOString(), resolution });
  return resolution;
}

/** The lists of a manifest, the top level's first. */
function systemRequests(manifest: Manifest): readonly SystemRequest[] {
  return [
    { phase: SYSTEM_PHASE, asked: manifest.system_packages },
    ...manifest.phases.map((phase) => ({ phase: phase.name, asked: phase.system_packages })),
  ].filter(({ asked }) => asked.length > 0);
}

/** Mirrors change several times a day and drop what they replace; an image's layers don't change by that. */
const FRESH_MS = 60 * 60 * 1000;
const Kept = z.strictObject({ at: z.iso.datetime(), resolution: SystemResolution });

/** Raised when what is kept changes its meaning. */
const FORMAT = 1;

async function recall(key: string, ports: Ports): Promise<SystemResolution | undefined> {
  const kept = await recallJson(ports.cache, key, Kept);
  const age = ports.clock.now().getTime() - Date.parse(kept?.at ?? "");
  return age >= 0 && age < FRESH_MS ? kept?.resolution : undefined;
}
