import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const WHO = { name: "Test", email: "test@git.example" };

/** A repository with files, made commit by commit; ids are the same in every run. */
export class GitRepository {
  readonly path: string;
  #minutes = 0;

  constructor(path: string) {
    this.path = path;
    mkdirSync(path, { recursive: true });
    this.git("init", "--quiet", "--initial-branch=main", "--template=");
    // Submodules of this machine's own folders are what it is told by its tests.
    this.git("config", "protocol.file.allow", "always");
  }

  git(...args: readonly string[]): string {
    this.#minutes += 1;
    const date = `2026-01-02T03:${String(this.#minutes % 60).padStart(2, "0")}:05+02:00`;
    const env = {
      ...{ PATH: process.env["PATH"], HOME: this.path, GIT_CONFIG_NOSYSTEM: "1", LC_ALL: "C" },
      ...{ GIT_AUTHOR_NAME: WHO.name, GIT_AUTHOR_EMAIL: WHO.email, GIT_AUTHOR_DATE: date },
      ...{ GIT_COMMITTER_NAME: WHO.name, GIT_COMMITTER_EMAIL: WHO.email, GIT_COMMITTER_DATE: date },
    };
    return execFileSync("git", args, { cwd: this.path, env, encoding: "utf8" }).trim();
  }

  /** Writes files over what is there, and answers the commit that holds them. */
  commit(files: Readonly<Record<string, string>>): string {
    for (const [path, text] of Object.entries(files)) {
      const full = join(this.path, path);
      mkdirSync(dirname(full), { recursive: true });
      if (text.startsWith("-> ")) symlinkSync(text.slice(3), full);
      else writeFileSync(full, text);
    }
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", "next");
    return this.git("rev-parse", "HEAD");
  }

  /** A tag of the newest commit; an annotated one has a message. */
  tag(name: string, message?: string): void {
    this.git("tag", "--force", ...(message === undefined ? [] : ["--annotate", "--message", message]), name);
  }

  /** Holds another repository at a path, by the address that is written into `.gitmodules`. */
  addSubmodule(path: string, url: string, commit: string): void {
    this.git("config", "--file", ".gitmodules", `submodule.${path}.path`, path);
    this.git("config", "--file", ".gitmodules", `submodule.${path}.url`, url);
    this.git("update-index", "--add", "--cacheinfo", `160000,${commit},${path}`);
    this.git("add", ".gitmodules");
    this.git("commit", "--quiet", "--message", "submodule");
  }
}
