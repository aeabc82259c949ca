import { join } from "node:path";
import type { Clock, Files, Processes, ProcessResult } from "../ports/machine.ts";
import { createDeadline } from "../ports/waiting.ts";
import { BuildError, RegistryError } from "../text/errors.ts";

/** What git needs of the outside. */
export interface GitPorts {
  readonly processes: Pick<Processes, "run" | "which">;
  readonly files: Pick<Files, "withFolder" | "write" | "read" | "readText" | "exists" | "tar">;
  readonly clock: Pick<Clock, "sleep" | "jitter">;
  readonly signal: AbortSignal;
}

/** git of this machine, for repositories below one scratch folder. */
export interface Git {
  /** Scratch folder; deleted when `withGit` ends. */
  readonly folder: string;
  /** Asks a host, with the machine's own configuration: its logins, proxies and certificates. Never throws for git's exit code. */
  ask(repository: string, args: readonly string[]): Promise<ProcessResult>;
  /** Works on fetched files, with git's defaults instead of the machine's configuration. @throws GitError. */
  work(repository: string, args: readonly string[], tree?: string): Promise<string>;
  /** Makes an empty bare repository with the object format (SHA-1 or SHA-256) of `commit`. */
  init(repository: string, commit: string): Promise<void>;
}

/** git failed at local work, which only a defect, a full disk or a damaged repository causes. */
export class GitError extends BuildError {}

/** A host that says nothing for that long isn't waited for. */
const SILENT_SECONDS = 30;
/** No repository with source code takes longer. */
const LIMIT_MS = 15 * 60 * 1000;

/**
 * Runs `body` with git and a scratch folder. git asks no person, runs no hook, and ignores any repository around the folder.
 * @throws BuildError where this machine has no git.
 */
export async function withGit<T>(ports: GitPorts, body: (git: Git) => Promise<T>): Promise<T> {
  const program = await ports.processes.which("git");
  if (program === undefined) {
    throw new BuildError("A phase asks for a commit from git, and this machine has no git.", {
      evidence: "git was looked for in PATH",
      remedy:
        "Install git on the machine that runs Surelayer (images need none), or name a wheel or an archive of the commit.",
    });
  }
  return ports.files.withFolder((folder) => body(createGit({ program, folder }, ports)));
}

function createGit(location: { readonly program: string; readonly folder: string }, ports: GitPorts): Git {
  const { program, folder } = location;
  const run = async (args: readonly string[], env: Readonly<Record<string, string>>, cwd = folder) => {
    using limit = createDeadline(LIMIT_MS, ports.clock);
    const signal = AbortSignal.any([ports.signal, limit.signal]);
    try {
      return await ports.processes.run(program, [...PLAIN, ...args], {
        env: { ...QUIET, ...env },
        cwd,
        signal,
      });
    } catch (error) {
      if (ports.signal.aborted || !limit.signal.aborted) throw error;
      throw new RegistryError(`git didn't end within ${LIMIT_MS / 60_000} minutes.`, {
        evidence: gitEvidence(`git ${args.slice(-4).join(" ")}`),
        remedy: "Run again; a repository that takes so long is better named by an archive of the commit.",
        cause: error,
      });
    }
  };
  const work: Git["work"] = async (repository, args, tree) => {
    const alone = { ...ofRepository(repository, tree), ...withoutConfiguration(folder) };
    const { exitCode, stdout, stderr } = await run(args, alone, tree);
    if (exitCode === 0) return stdout;
    throw new GitError(`git ${args[0]} failed on what was fetched.`, { evidence: gitEvidence(stderr) });
  };
  return {
    folder,
    work,
    ask: (repository, args) => run([...PATIENCE, ...args], ofRepository(repository)),
    async init(repository, commit) {
      const format = commit.length === 64 ? ["--object-format=sha256"] : [];
      await work(repository, ["init", "--quiet", "--bare", "--template=", ...format, repository]);
    },
  };
}

/** Keeps git from running programs that a repository or this machine's configuration names. */
const PLAIN = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "gc.auto=0",
  "maintenance.auto=false",
].flatMap((setting) => ["-c", setting]);
const PATIENCE = [
  "protocol.file.allow=never",
  "protocol.ext.allow=never",
  "http.lowSpeedLimit=1",
  `http.lowSpeedTime=${SILENT_SECONDS}`,
  "fetch.recurseSubmodules=false",
].flatMap((setting) => ["-c", setting]);

/** Nobody watches a run, so git fails instead of asking. Its messages are matched in English. */
const QUIET = {
  GIT_TERMINAL_PROMPT: "0",
  GCM_INTERACTIVE: "never",
  SSH_ASKPASS: "",
  SSH_ASKPASS_REQUIRE: "never",
  LC_ALL: "C",
  // If Surelayer runs in a git hook, these name the hook's repository.
  GIT_ALTERNATE_OBJECT_DIRECTORIES: "",
  GIT_NAMESPACE: "",
};

function ofRepository(path: string, tree?: string): Readonly<Record<string, string>> {
  return {
    ...{ GIT_DIR: path, GIT_COMMON_DIR: path, GIT_OBJECT_DIRECTORY: join(path, "objects") },
    GIT_INDEX_FILE: join(path, "index"),
    ...(tree !== undefined && { GIT_WORK_TREE: tree }),
  };
}

/** Hides this machine's settings, such as line ends, filters, attributes and abbreviations. */
function withoutConfiguration(folder: string): Readonly<Record<string, string>> {
  return {
    ...{ HOME: folder, XDG_CONFIG_HOME: folder, GIT_CONFIG_GLOBAL: "/dev/null" },
    ...{ GIT_CONFIG_NOSYSTEM: "1", GIT_ATTR_NOSYSTEM: "1", GIT_CONFIG_COUNT: "0", GIT_CONFIG_PARAMETERS: "" },
    GIT_NO_LAZY_FETCH: "1",
  };
}

const MOST_LINES = 6;

/** The last lines that git printed. Logins are removed, because this machine's git may add them to addresses. */
export function gitEvidence(text: string): string {
  const lines = text
    .slice(-20_000)
    .replaceAll(/\/\/[^/\s@]{0,1000}@/g, "//…@")
    .split("\n");
  return lines
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(-MOST_LINES)
    .join("\n");
}
