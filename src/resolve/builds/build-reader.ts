import { posix } from "node:path";
import * as z from "zod";
import type { Ports } from "../../ports/ports.ts";
import { isLocalAddress } from "../../python/direct-source.ts";
import { isVersionControl } from "../../python/git-source.ts";
import type { LockedFile } from "../../python/lock.ts";
import { type BuildSystem, buildSystem } from "../../python/sources/build-system.ts";
import { ToolFailure } from "../../retry/tool-failure.ts";
import { BuildError, RegistryError } from "../../text/errors.ts";
import { jsonAnswer } from "../../toolbox/json-answer.ts";
import { lastLines } from "../../toolbox/run-probe.ts";
import { requestWithRetries } from "../../wheels/fetch/request-with-retries.ts";
import { readArchive } from "../../wheels/sdist/read-archive.ts";
import { plannedCommit } from "../direct/read-commit.ts";
import type { ResolverEnvironment } from "../environment/resolver-environment.ts";
import { UnsolvedBuild } from "./solve-build.ts";

/** A source whose back end is asked, in an environment with what the lock holds. */
export interface AskedSource {
  readonly file: LockedFile;
  readonly system: BuildSystem;
  /** PEP 751. */
  readonly lock: string;
}

/** What a back end asks for besides its `[build-system] requires`. */
export interface BackendAnswer {
  readonly requires: readonly string[];
  /** The end of its output, where it couldn't be asked. */
  readonly failed: string | null;
}

/** Reads what sources say of their builds. Answers are by SHA-256. */
export interface BuildReader {
  /** A source that can't be read here, and perhaps elsewhere, is left out. */
  read(files: readonly LockedFile[]): Promise<ReadonlyMap<string, BuildSystem | UnsolvedBuild>>;
  ask(sources: readonly AskedSource[]): Promise<ReadonlyMap<string, BackendAnswer>>;
}

const FOLDER = "builds";
const LIST = `${FOLDER}/list.json`;

const Answers = z.array(
  z.object({
    sha256: z.string(),
    pyproject: z.string().nullable(),
    requires: z.array(z.string()),
    failed: z.string().nullable(),
  }),
);

/** In a container of the base, where a back end's code may run. */
export function containerReader(resolver: ResolverEnvironment, ports: Ports): BuildReader {
  const folder = `${resolver.folder}/${FOLDER}`;
  const held = new Set<string>();
  const run = async (list: readonly object[]) => {
    await resolver.write([{ name: LIST, content: JSON.stringify(list) }]);
    const args = [folder, `${resolver.folder}/${LIST}`];
    const { stdout, stderr } = await resolver.runProbe("build_requirements.py", args);
    const { data } = Answers.safeParse(jsonAnswer(stdout));
    if (data !== undefined) return data;
    throw new BuildError("What sources are built with can't be read.", { evidence: lastLines(stderr, 3) });
  };
  return {
    async read(files) {
      const missing = files.filter((one) => !held.has(one.sha256));
      await bringFiles(missing, resolver, ports);
      for (const one of missing) held.add(one.sha256);
      const answers = await run(files.map(({ sha256, name }) => ({ sha256, name })));
      return new Map(answers.map((one) => [one.sha256, systemIn(one)]));
    },
    async ask(sources) {
      const locks = [...new Set(sources.map((one) => one.lock))];
      const nameOf = (lock: string) => `${FOLDER}/pylock.build-${locks.indexOf(lock)}.toml`;
      await resolver.write(locks.map((content) => ({ name: nameOf(content), content })));
      const list = sources.map(({ file: { sha256, name }, system: { backend, path }, lock }) => {
        return { sha256, name, backend, path, lock: `${resolver.folder}/${nameOf(lock)}` };
      });
      return new Map((await run(list)).map((one) => [one.sha256, one]));
    },
  };
}

function systemIn({ pyproject, failed }: z.infer<typeof Answers>[number]): BuildSystem | UnsolvedBuild {
  return failed === null
    ? buildSystem(pyproject ?? "")
    : new UnsolvedBuild("its archive can't be read", { evidence: failed });
}

/** Puts the archives to where the program reads them: those of the web by the container, the others from this machine. */
async function bringFiles(
  files: readonly LockedFile[],
  resolver: ResolverEnvironment,
  ports: Ports,
): Promise<void> {
  const isOurs = ({ url }: LockedFile) => isLocalAddress(url) || isVersionControl(url);
  for (const file of files.filter(isOurs)) {
    const content = isVersionControl(file.url)
      ? await plannedCommit(file, ports)
      : await localFile(file, ports);
    await resolver.write([{ name: posix.join(FOLDER, file.sha256, file.name), content }]);
  }
  const list = files.filter((one) => !isOurs(one)).map(({ url, name, sha256 }) => ({ url, name, sha256 }));
  if (list.length === 0) return;
  await resolver.write([{ name: FOLDER }, { name: LIST, content: JSON.stringify(list) }]);
  const { folder } = resolver;
  const { stdout, stderr } = await resolver.runProbe("prefetch.py", [
    `${folder}/${FOLDER}`,
    `${folder}/${LIST}`,
  ]);
  const { data } = z.object({ failed: z.array(z.string()) }).safeParse(jsonAnswer(stdout));
  if (data?.failed.length === 0) return;
  const output = data?.failed.join("\n") ?? stderr;
  throw new RegistryError("A source that is built can't be downloaded.", {
    evidence: lastLines(output, 3),
    cause: new ToolFailure({ tool: "command", exitCode: 1, output, oomKills: 0 }),
  });
}

const MOST_BYTES = 1024 * 1024 * 1024;

async function localFile({ url }: LockedFile, ports: Ports): Promise<Uint8Array> {
  const { body } = await requestWithRetries(ports, url, { maxBytes: MOST_BYTES, signal: ports.signal });
  return body;
}

/** On this machine, where no package's code runs: back ends aren't asked. */
export function machineReader(ports: Ports): BuildReader {
  return {
    async read(files) {
      const read = await Promise.all(
        files.map(async (file) => [file.sha256, await systemOf(file, ports)] as const),
      );
      return new Map(read.flatMap(([sha256, system]) => (system === undefined ? [] : [[sha256, system]])));
    },
    ask: () => Promise.resolve(new Map()),
  };
}

async function systemOf(file: LockedFile, ports: Ports): Promise<BuildSystem | undefined> {
  let text = "";
  const reader = {
    wants: (path: string) => /^(?:\.\/)?[^/]+\/pyproject\.toml$/.test(path),
    take: (_path: string, content: string) => {
      text = content;
    },
  };
  if (isVersionControl(file.url)) return undefined;
  return (await readArchive(file, reader, ports)) ? buildSystem(text) : undefined;
}
