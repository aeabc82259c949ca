import { parse } from "smol-toml";
import type { BaseFacts } from "../../src/python/base-facts.ts";
import { ALL_GROUP, INDEX_PIN_GROUP } from "../../src/resolve/uv-project.ts";
import { baseFacts, PYTHON } from "./base-python.ts";
import type { MemoryExec } from "./memory-programs.ts";
import type { Wheel } from "./wheel.ts";

export interface SimulatedPackage {
  readonly wheel: Wheel;
  readonly url: string;
  /** Phases and distributions that ask for it, as uv annotates them. */
  readonly via: string;
}

type Answer = (exec: MemoryExec) => number | undefined | Promise<number | undefined>;

/** A command of a container by the words that it begins with, and what it does instead of its usual work. */
export type Overrides = Readonly<Record<string, Answer>>;

/** The programs of a base image with Python, and of uv, as far as a build uses them. */
export class SimulatedBase {
  readonly commands: string[] = [];
  readonly packages: readonly SimulatedPackage[];
  readonly facts: BaseFacts;
  overrides: Overrides;
  /** Whether a package is in the lock of these phases; by default all are in every lock. */
  answers: ((one: SimulatedPackage, phases: readonly string[]) => boolean) | undefined;

  constructor(packages: readonly SimulatedPackage[], facts = baseFacts(), overrides: Overrides = {}) {
    this.packages = packages;
    this.facts = facts;
    this.overrides = overrides;
  }

  readonly onExec = async (exec: MemoryExec): Promise<number | undefined> => {
    const words = describeCommand(exec.spec.command);
    this.commands.push(words);
    const override = Object.entries(this.overrides).find(([start]) => words.startsWith(start));
    return (await override?.[1](exec)) ?? this.#usual(words, exec);
  };

  #usual(words: string, exec: MemoryExec): number | undefined {
    if (words.startsWith("rm ") || words.startsWith("mkdir ")) return 0;
    if (words === "uv newest") return 1;
    if (words === "uv index") return print(exec, "--index-url https://index.example/simple\n");
    if (words.startsWith("uv pip compile")) return this.#compile(words, exec);
    if (words === "uv venv --quiet") return 0;
    if (words === "uv pip check") return 0;
    if (words === "uv pip install") return install(exec);
    if (words === "python free-bytes") return print(exec, "50000000000 100000000000\n");
    if (words === "python base-facts") return print(exec, JSON.stringify(this.facts));
    if (words === "python extract-uv") return print(exec, "the uv program");
    if (words === "python cleanup") return print(exec, JSON.stringify(NOTHING_TO_CLEAN));
    if (words === "python compile")
      return print(exec, compiledAnswer(compileWords(exec.spec.command).slice(1).map(compiled)));
    if (words === "python layer-before") return print(exec, JSON.stringify(NOTHING_BEFORE));
    if (words === "python layer-changes") return print(exec, "[]\n");
    if (words === "python layer-records") return print(exec, JSON.stringify({ records: [], wrong: [] }));
    if (words === "python layer-contents") return print(exec, JSON.stringify(NOTHING_FOUND));
    if (words === "python start-check") return print(exec, JSON.stringify(CAN_START));
    if (words === "python imports")
      return print(exec, JSON.stringify(exec.spec.command.slice(3).map(imported)));
    if (words === "python -I -c print(6 * 7)") return print(exec, "42\n");
    return words.startsWith("python ") ? 0 : undefined;
  }

  #compile(words: string, exec: MemoryExec): number {
    const groups = groupsAskedFor(exec);
    const packages = this.packages.filter((one) => this.answers === undefined || this.answers(one, groups));
    if (words.includes("annotated")) {
      const lines = packages.map(({ wheel, via }) => `${named(wheel).join("==")}  # via ${via}\n`);
      return print(exec, lines.join(""));
    }
    const entries = packages.map(({ wheel, url }) => {
      const [name, version] = named(wheel);
      const file = `{ url = "${url}", size = ${wheel.bytes.length}, hashes = { sha256 = "${wheel.sha256}" } }`;
      return `[[packages]]\nname = "${name}"\nversion = "${version}"\nwheels = [${file}]\n`;
    });
    exec.files.write(`${exec.workdir}/pylock.toml`, Buffer.from(`lock-version = "1.0"\n${entries.join("")}`));
    return 0;
  }
}

/** Groups whose packages uv is asked for: those of all phases are in a group of their own, too. */
export function groupsAskedFor(exec: MemoryExec): readonly string[] {
  const named = exec.spec.command.filter((_, at, all) => all[at - 1] === "--group");
  if (!named.includes(ALL_GROUP)) return named;
  const text = Buffer.from(exec.files.read(`${exec.workdir}/pyproject.toml`) ?? []).toString();
  const groups = Object.keys((parse(text) as { "dependency-groups": object })["dependency-groups"]);
  return groups.filter((one) => one !== ALL_GROUP && (one !== INDEX_PIN_GROUP || named.includes(one)));
}

/** What a command is for, in a few words; interpreters and tools lie at different places. */
function describeCommand(command: readonly string[]): string {
  const [program = "", ...args] = command;
  if (program.endsWith("/uv")) {
    if (args.includes("--no-deps")) return "uv newest";
    if (args.includes("--emit-index-url")) return "uv index";
    const annotated = args.includes("--annotation-style") ? " annotated" : "";
    return `uv ${args.slice(0, 2).join(" ")}${annotated}`;
  }
  if (!/(^|\/)python3?$|\/python\/loader$/.test(program)) return command.join(" ");
  const script = args.join(" ");
  if (script.includes("statvfs")) return "python free-bytes";
  if (script.includes("zipfile")) return "python extract-uv";
  if (script.includes("/imports.py")) return "python imports";
  if (script.includes("/compile.py")) return "python compile";
  if (script.includes("/layer_before.py")) return "python layer-before";
  if (script.includes("/layer_changes.py")) return "python layer-changes";
  if (script.includes("/layer_records.py")) return "python layer-records";
  if (script.includes("/layer_contents.py")) return "python layer-contents";
  if (script.includes("/start_check.py")) return "python start-check";
  if (script.includes("/cleanup.py")) return "python cleanup";
  if (script.includes("base_facts.py") || script.includes("sys_path") || script.includes("libc_ver")) {
    return "python base-facts";
  }
  return `python ${args.slice(0, 3).join(" ")}`;
}

const CAN_START = { program: true, meant: null, path: ["/usr/bin"], missing: [], blocked: null };
const NOTHING_TO_CLEAN = { rows: [], kept: { needed: 0, inUse: 0 }, freeBefore: 5e10, freeAfter: 5e10 };

const NOTHING_BEFORE = {
  ...{ at: "1", digest: "d", tools: { files: [], folders: [] }, roots: [], sites: [] },
  ...{ replaced: { files: [], folders: [] }, environment: {} },
};
const NOTHING_FOUND = { facts: [], more: 0, records: {}, compared: 0, stray: 0, temporary: [] };

function install(exec: MemoryExec): number {
  const text = Buffer.from(exec.files.read(`${exec.workdir}/pylock.toml`) ?? []).toString();
  const { packages = [] } = parse(text) as { packages?: { name: string }[] };
  for (const { name } of packages) {
    exec.files.write(`${PYTHON.purelib}/${name}/__init__.py`, Buffer.alloc(1000));
    exec.print(` + ${name}\n`, "stderr");
  }
  return 0;
}

/** What the compiler is asked for: the mode, and the names of distributions. */
export function compileWords(command: readonly string[]): readonly string[] {
  return command.slice(command.findIndex((one) => one.endsWith("/compile.py")) + 2);
}

/** What the compiler prints. */
export function compiledAnswer(distributions: readonly object[]): string {
  return JSON.stringify({ doneAt: "1", records: [], distributions });
}

function compiled(name: string) {
  return {
    name,
    files: { count: 1, bytes: 1000, blocks: 4096 },
    bytecode: { count: 0, bytes: 0, blocks: 0 },
  };
}

function imported(module: string) {
  return { module, ok: true, exitCode: 0, error: null };
}

function print(exec: MemoryExec, text: string): number {
  exec.print(text);
  return 0;
}

function named(wheel: Wheel): readonly [name: string, version: string] {
  const [name = "", version = ""] = wheel.fileName.split("-");
  return [name, version];
}
