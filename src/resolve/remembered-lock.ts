import * as z from "zod";
import { keepJson, keyFor, recallJson } from "../ports/kept-json.ts";
import type { Cache } from "../ports/machine.ts";
import type { MachineNetwork } from "../ports/ports.ts";
import { type DependencyGraph, parseAnnotations } from "../python/dependency-graph.ts";
import { type LockedDistribution, parseLock } from "../python/lock.ts";
import { UV_VERSION } from "../toolbox/uv.ts";
import { Advice, NO_ADVICE } from "../wheels/advice.ts";
import { preferredVersions } from "./preferences.ts";
import { type ResolveRequest, systemPackagesOf } from "./request.ts";
import { torchFlags, uvProject } from "./uv-project.ts";

/** What uv wrote, as it is kept for the next plan. */
const UvText = z.readonly(
  z.strictObject({
    /** PEP 751 lock over all phases. */
    lock: z.string(),
    /** `name==version  # via parent, …`, one line a distribution. */
    annotations: z.string(),
    advice: Advice,
  }),
);
type UvText = z.infer<typeof UvText>;

/** What uv wrote, read once. */
export interface UvAnswer {
  readonly text: UvText;
  readonly locked: readonly LockedDistribution[];
  readonly graph: DependencyGraph;
  readonly advice: Advice;
}

/** What uv wrote, with what there is to say about it. */
export function withAdvice(answer: UvAnswer, advice: Advice): UvAnswer {
  return { ...answer, text: { ...answer.text, advice }, advice };
}

/** @throws BuildError where the lock can't be read. */
export function uvAnswer(written: Omit<UvText, "advice"> & Partial<UvText>): UvAnswer {
  const text = { advice: NO_ADVICE, ...written };
  const { lock, annotations, advice } = text;
  return { text, locked: parseLock(lock), graph: parseAnnotations(annotations), advice };
}

/** Raised when the meaning of a kept lock changes: older locks are then not found. */
const FORMAT = 2;

/**
 * Names everything but time that decides a resolution: the phases, the base, the installer, and the indexes.
 * @param options `declared`: for a base that isn't local. Where nothing can be built, other versions may be chosen. `interim`:
 * nothing is said about what is held back.
 */
export function lockKey(
  request: ResolveRequest,
  { declared = false, interim = false }: { readonly declared?: boolean; readonly interim?: boolean },
  network: MachineNetwork,
): string {
  const { facts, wheels } = request;
  const asked = [uvProject(request), ...torchFlags(request), preferredVersions(facts)];
  const candidates = wheels.map((wheel) => wheel.file.sha256);
  const input = [FORMAT, UV_VERSION, ...asked, facts.python, indexesOf(network), candidates];
  // Nothing is built for a declared base. Elsewhere what a build states may depend on what it finds.
  const system = declared ? [] : systemPackagesOf(request);
  const kind = [...(declared ? ["declared"] : []), ...(interim ? ["interim"] : [])];
  return keyFor("locks", [...input, ...kind, ...(system.length > 0 ? [{ system }] : [])]);
}

/** The lock of an earlier plan of the same input, or undefined. */
export async function recallLock(cache: Cache, key: string): Promise<UvAnswer | undefined> {
  try {
    const text = await recallJson(cache, key, UvText);
    return text && uvAnswer(text);
  } catch {
    return undefined; // a lock of another version: resolve again
  }
}

/** Keeps a lock for the next plan, but never one whose addresses hold a login: a cache is read by others. */
export async function rememberLock(cache: Cache, key: string, { text }: UvAnswer): Promise<void> {
  if (/:\/\/[^/\s"]*@/.test(text.lock)) return;
  await keepJson(cache, key, text);
}

/** Another index may answer other versions; proxies and certificates change nothing about them. */
export function indexesOf(network: MachineNetwork): readonly (readonly [string, string])[] {
  return Object.entries(network.installerEnv)
    .filter(([name]) => /INDEX|FIND_LINKS/.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
