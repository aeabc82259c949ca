import { CommanderError } from "commander";
import { expect, test } from "vitest";
import type { Flags } from "../../../src/app/flags.ts";
import { program } from "../../../src/app/verbs.ts";

const nothing = async () => {};

/** The manifest and the tags that a command line means. */
async function read(...args: readonly string[]) {
  const seen: { manifest: string; tags: Flags["tag"] }[] = [];
  const run = async (_: string, manifest: string, { tag }: Flags) => void seen.push({ manifest, tags: tag });
  const cli = program({ run, quickstart: nothing, init: nothing, schema: nothing });
  for (const verb of cli.commands) verb.configureOutput({ writeErr: () => undefined });
  await cli.parseAsync(["node", "surelayer", ...args]);
  return seen[0];
}

test.each([
  ["build -t a/b:1 other.yml", "other.yml", ["a/b:1"]],
  ["build other.yml -t a/b:1", "other.yml", ["a/b:1"]],
  ["build -t a/b:1 -t a/b:2", "install.yml", ["a/b:1", "a/b:2"]],
  ["build --tag=a/b:1 other.yml --tag a/b:2", "other.yml", ["a/b:1", "a/b:2"]],
  ["build", "install.yml", undefined],
])("%s", async (line, manifest, tags) => {
  expect(await read(...line.split(" "))).toEqual({ manifest, tags });
});

test.each(["build -t", "build -t a/b:1 one.yml two.yml"])("%s is refused", async (line) => {
  await expect(read(...line.split(" "))).rejects.toBeInstanceOf(CommanderError);
});
