import { keepJson, keyFor, recallJson } from "../../ports/kept-json.ts";
import type { Ports } from "../../ports/ports.ts";
import { BuildLock } from "../../python/sources/build-lock.ts";
import { UV_VERSION } from "../../toolbox/uv.ts";
import { indexesOf } from "../remembered-lock.ts";
import { type ResolveRequest, systemPackagesOf } from "../request.ts";
import { torchFlags } from "../uv-project.ts";

/** Raise it when the meaning of a kept lock changes. */
const FORMAT = 1;

/** What is locked for, beside the source itself. */
export interface BuildsInput {
  readonly request: ResolveRequest;
  /** Undefined where the base isn't local: then no back end is asked. */
  readonly imageId: string | undefined;
  /** Lock anew what an earlier plan has locked. */
  readonly refresh: boolean;
}

/** The lock that an earlier plan made for the source with this hash. */
export function recallBuild(
  source: { readonly name: string; readonly sha256: string },
  input: BuildsInput,
  ports: Ports,
): Promise<BuildLock | undefined> {
  return recallJson(ports.cache, keyOf(source, input, ports), BuildLock);
}

/** Keeps a lock for the next plan, but never one whose addresses hold a login. */
export async function rememberBuild(
  source: { readonly name: string; readonly sha256: string },
  lock: BuildLock,
  { input, ports }: { readonly input: BuildsInput; readonly ports: Ports },
): Promise<void> {
  if (lock.distributions.some(({ file }) => /:\/\/[^/\s]*@/.test(file.url))) return;
  await keepJson(ports.cache, keyOf(source, input, ports), lock);
}

/** Everything but time that decides what a source is built with. */
function keyOf(
  { name, sha256 }: { readonly name: string; readonly sha256: string },
  { request, imageId }: BuildsInput,
  { network }: Ports,
): string {
  const { facts, buildConstraints, indexes, pins } = request;
  const bounds = [buildConstraints, pins?.builds[name] ?? []];
  const asked = [indexes, torchFlags(request), indexesOf(network), systemPackagesOf(request)];
  const declared = imageId === undefined;
  return keyFor("build-locks", [FORMAT, UV_VERSION, sha256, facts.python, declared, bounds, asked]);
}
