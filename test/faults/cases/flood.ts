import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { FULL } from "../../support/full.ts";
import { sourceDistribution } from "../../support/python-packages.ts";
import { executedCommands } from "../../support/runner-commands.ts";
import type { FaultCase, FaultRun } from "../fault-case.ts";
import { builtWheel } from "./source-builds.ts";

const MEGABYTES = FULL ? 1000 : 100;
const LONG_LINE_MEGABYTES = 10;
const MOST_BYTES = 150e6;

/** What a hostile build says to the runner whose log it lands in. */
const COMMANDS = [
  "::set-output name=digest::evil",
  "   \\t::add-mask::e",
  "harmless ##[add-mask]e",
  "\\r::error::boo",
  "\\x1b[31m::warning::red",
  "::stop-commands::x",
];

/**
 * Prints so many megabytes: a numbered line, commands, escape sequences, NULs, bytes that are no UTF-8, and every tenth time a line
 * of 10 MB. The pieces of a line are written one by one, so that some arrive one by one.
 */
const FLOOD = [
  "import os, sys",
  "def say(data):",
  "    while data:",
  "        data = data[os.write(2, data):]",
  `for number in range(${MEGABYTES}):`,
  '    say(b"\\nMARK-%06d-BEGIN\\n" % number)',
  `    for command in [${COMMANDS.map((one) => `b"${one}"`).join(", ")}]:`,
  "        say(command[:3])",
  '        say(command[3:] + b"\\n")',
  '    say(b"\\x1b[2J\\x1b]0;title\\x07 \\x00\\x00 \\xff\\xfe\\xc3\\x28 \\xe2\\x82\\n")',
  `    long = number % ${LONG_LINE_MEGABYTES} == 0`,
  `    say(b"x" * (${LONG_LINE_MEGABYTES}_000_000 if long else 10_000))`,
  '    say(b"\\nMARK-%06d-END" % number)',
  'raise RuntimeError("no compiler here")',
];

/** F40: a build that floods the log with everything that a log can't bear. */
export const FLOODS: readonly FaultCase[] = (["uv", "pip"] as const).map((installer) => ({
  fault: "F40",
  title: `a build prints ${MEGABYTES} MB and fails, under ${installer}`,
  scene: {
    name: `flood under ${installer}`,
    files: async () => [await sourceDistribution("flood", builtWheel("flood", { first: FLOOD }))],
    phases: [{ name: "flood", packages: ["flood"], imports: ["flood"] }],
    manifest: { install: { installer } },
    broken: true,
  },
  // Its memory is promised of the bundle; the program as it stands brings its own compiler.
  entry: "cli",
  inject: () => {},
  expected: { outcome: "failed", classes: ["B4", "U"], exitCode: 1, extraAttempts: 1 },
  judge: async (run) => [
    ...commands(run),
    ...(await unlogged(run)),
    ...(run.peakBytes > MOST_BYTES ? [`took ${Math.round(run.peakBytes / 2 ** 20)} MiB of memory`] : []),
  ],
  repetitions: 1,
}));

function commands({ stdout, stderr }: FaultRun): readonly string[] {
  return [stdout, stderr]
    .flatMap(executedCommands)
    .slice(0, 5)
    .map((line) => `a runner would execute ${JSON.stringify(line.slice(0, 100))}`);
}

/** Marks that are missing in the log. */
async function unlogged({ logFolder }: FaultRun): Promise<readonly string[]> {
  const logs = (await readdir(logFolder, { recursive: true })).filter((name) => name.endsWith(".log"));
  const seen = new Set<string>();
  let bytes = 0;
  for (const log of logs) {
    const input = createReadStream(join(logFolder, log), "latin1");
    input.on("data", (chunk) => {
      bytes += chunk.length;
    });
    for await (const line of createInterface({ input })) {
      for (const [mark] of line.slice(-200).matchAll(/MARK-\d{6}-(BEGIN|END)/g)) seen.add(mark);
    }
  }
  const expected = MEGABYTES * 2;
  return [
    ...(seen.size === expected ? [] : [`only ${seen.size} of ${expected} marks are in the log`]),
    ...(bytes >= MEGABYTES * 1e6 ? [] : [`the log holds only ${bytes} bytes`]),
  ];
}
