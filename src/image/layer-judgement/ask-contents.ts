import * as z from "zod";
import type { Container } from "../../ports/engine.ts";
import { BuildError } from "../../text/errors.ts";
import { archiveOf } from "../../toolbox/archive.ts";
import { SCRATCH } from "../../toolbox/container-paths.ts";
import { type Probe, runProbe } from "../../toolbox/run-probe.ts";
import {
  InstalledRecord,
  LayerBefore,
  type LayerChange,
  LayerContents,
  type LayerKind,
} from "./layer-facts.ts";

const FOLDER = `${SCRATCH}/work`;
const FILE = "layer.json";
/** All paths before the layer. */
const LIST = `${FOLDER}/layer-before.json`;
const WALKED = `${FOLDER}/layer-changes.json`;

interface Installing {
  /** Path of the base's Python. An environment's own one is a package's to change. */
  readonly python: string;
  /** Site-packages that the layer's distributions go into. */
  readonly purelib: string;
  /** Folder of an isolated phase's environment. */
  readonly environment: string | null;
  /** The environment was just made, and nothing is installed in it. */
  readonly fresh: boolean;
  /** Normalised names of what the layer brings. */
  readonly names: readonly string[];
}

/** Asked before any package of the layer runs. */
export function askBefore(
  container: Container,
  { python, ...asked }: Installing,
  signal: AbortSignal,
): Promise<LayerBefore> {
  const probe = { python, program: "layer_before.py", args: [JSON.stringify({ ...asked, list: LIST })] };
  return ask(container, probe, LayerBefore, signal);
}

interface Installed {
  /** Our own Python, as `Toolbox.ownPython` says it. */
  readonly python: readonly string[];
  /** Normalised names. */
  readonly names: readonly string[];
  /** Folders of packages. */
  readonly sites: readonly string[];
  /** Compare all files with their RECORDs. */
  readonly compare: boolean;
}

const Answer = z.object({ records: z.array(InstalledRecord), wrong: z.array(z.string()) });
type RecordsAnswer = Readonly<z.infer<typeof Answer>>;

/** What the RECORDs of distributions are, and which files aren't what they say. */
export function askRecords(
  container: Container,
  { python, ...asked }: Installed,
  signal: AbortSignal,
): Promise<RecordsAnswer> {
  const probe = { python, program: "layer_records.py", args: [JSON.stringify(asked)] };
  return ask(container, probe, Answer, signal);
}

/** What the program that compares a layer with its packages has to know. */
interface Asked extends Omit<LayerBefore, "tools" | "at" | "digest"> {
  /** Our own Python. */
  readonly python: readonly string[];
  readonly kind: LayerKind;
  /** The `.dist-info` folders of this layer's distributions. */
  readonly folders: readonly string[];
  /** When everything was installed and no import had run yet. */
  readonly doneAt: string;
  /** When our bytecode was finished; null where there is none. */
  readonly compiledAt: string | null;
  /** Files that haven't changed since then were compared already; null where none were. */
  readonly comparedAt: string | null;
  /** Those that weren't what their RECORD says. */
  readonly wrong: readonly string[];
}

interface Walk {
  /** Our own Python. */
  readonly python: readonly string[];
  readonly before: Pick<LayerBefore, "at" | "digest">;
  /** Beginnings of the paths whose changes are told. */
  readonly tell: readonly string[];
}

const Rows = z.array(z.tuple([z.string(), z.enum(["added", "changed", "removed"])]));

/** Finds out what has changed since `askBefore`, notes it in the container, and tells a part of it. */
export async function walkChanges(
  container: Container,
  { python, before: { at, digest }, tell }: Walk,
  signal: AbortSignal,
): Promise<readonly LayerChange[]> {
  const asked = { since: at, list: LIST, digest, out: WALKED, tell };
  const probe = { python, program: "layer_changes.py", args: [JSON.stringify(asked)] };
  const rows = await ask(container, probe, Rows, signal);
  return rows.map(([path, kind]) => ({ path, kind }));
}

/** Goes on from `walkChanges`. */
export async function askContents(
  container: Container,
  { python, ...asked }: Asked,
  signal: AbortSignal,
): Promise<LayerContents> {
  const content = JSON.stringify({ ...asked, walked: WALKED });
  await container.putArchive(FOLDER, archiveOf([{ name: FILE, content }]));
  const probe = { python, program: "layer_contents.py", args: [`${FOLDER}/${FILE}`] };
  return ask(container, probe, LayerContents, signal);
}

async function ask<T>(
  container: Container,
  probe: Probe,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<T> {
  const { answer, fault } = await runProbe(container, { ...probe, alone: true }, schema, signal);
  if (answer !== undefined) return answer;
  throw new BuildError("A layer can't be compared with what its packages say.", {
    evidence: fault,
    remedy: "A command of the phase may have replaced Python: look at what it does to the base's own.",
  });
}
