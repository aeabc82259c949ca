import type { MemoryExec } from "./memory-programs.ts";
import type { Overrides } from "./simulated-base.ts";

export interface SimulatedPackage {
  readonly version?: string;
  /** Names that come with it. */
  readonly needs?: readonly string[];
  readonly kibibytes?: number;
}

export interface SimulatedApt {
  readonly overrides: Overrides;
  /** What apt, dpkg and their helpers were called with, without the options that every call has. */
  readonly calls: string[];
  readonly packages: Record<string, SimulatedPackage>;
  /** Stands in for apt's own answer; what it prints, and 100, where it answers text. */
  fault: ((call: string) => string | undefined) | undefined;
}

const INSTALLED = "/var/lib/dpkg/simulated";

/** apt and dpkg of a base, as far as a build uses them; what is installed lies in the container's own files. */
export function simulatedApt(
  packages: Record<string, SimulatedPackage>,
  held: Readonly<Record<string, string>> = {},
): SimulatedApt {
  const run = (program: string) => (exec: MemoryExec) => {
    const args = argumentsOf(exec.spec.command.slice(1));
    const call = [program, ...args].join(" ");
    apt.calls.push(call);
    const fault = apt.fault?.(call);
    if (fault !== undefined) {
      exec.print(fault, "stderr");
      return 100;
    }
    if (program === "dpkg-query") return list(exec, held);
    if (program === "apt-cache") return show(exec, packages, args);
    return program === "apt-get" && args[0] === "install" ? install(exec, { packages, held }, args) : 0;
  };
  const programs = ["apt-get", "apt-cache", "apt-mark", "dpkg-query", "dpkg", "ln", "touch"];
  const overrides = Object.fromEntries(programs.map((name) => [`${name} `, run(name)]));
  const apt: SimulatedApt = {
    overrides: { ...overrides, "ls ": () => 2 },
    calls: [],
    packages,
    fault: undefined,
  };
  return apt;
}

/** Without `-q`, `-c FILE` and `-o SETTING`. */
function argumentsOf(args: readonly string[]): readonly string[] {
  return args.filter(
    (word, index) => !["-q", "-c", "-o"].includes(word) && !["-c", "-o"].includes(args[index - 1] ?? ""),
  );
}

function installedIn(exec: MemoryExec, held: Readonly<Record<string, string>>): Record<string, string> {
  const text = Buffer.from(exec.files.read(INSTALLED) ?? "{}").toString();
  return { ...held, ...JSON.parse(text) };
}

function list(exec: MemoryExec, held: Readonly<Record<string, string>>): number {
  for (const [name, version] of Object.entries(installedIn(exec, held))) {
    exec.print(`${name}\t${version}\tinstall ok installed\n`);
  }
  return 0;
}

function show(exec: MemoryExec, packages: Record<string, SimulatedPackage>, args: readonly string[]): number {
  for (const [name, version] of args.slice(1).map((word) => word.split("="))) {
    const one = packages[name ?? ""] ?? {};
    exec.print(
      `Package: ${name}\nVersion: ${version}\nInstalled-Size: ${one.kibibytes ?? 100}\nSize: 1000\nSHA256: ${"5".repeat(64)}\n\n`,
    );
  }
  return 0;
}

interface Sources {
  readonly packages: Record<string, SimulatedPackage>;
  readonly held: Readonly<Record<string, string>>;
}

function install(exec: MemoryExec, { packages, held }: Sources, args: readonly string[]): number {
  const there = installedIn(exec, held);
  const added: Record<string, string> = {};
  const missing: string[] = [];
  const add = (word: string): void => {
    const [name = "", wanted] = word.split("=");
    const one = packages[name];
    const version = one?.version ?? "1.0";
    if (!one) missing.push(`E: Unable to locate package ${name}\n`);
    else if (wanted !== undefined && wanted !== version) {
      missing.push(`E: Version '${wanted}' for '${name}' was not found\n`);
    } else if (!(name in added) && there[name] !== version) {
      added[name] = version;
      for (const need of one.needs ?? []) if (!(need in there)) add(need);
    }
  };
  for (const word of args.slice(args.indexOf("--") + 1)) add(word);
  if (missing.length > 0) {
    exec.print(missing.join(""), "stderr");
    return 100;
  }
  if (args.includes("--simulate")) {
    for (const [name, version] of Object.entries(added))
      exec.print(`Inst ${name} (${version} Test:12/stable [all])\n`);
  } else exec.files.write(INSTALLED, Buffer.from(JSON.stringify({ ...there, ...added })));
  return 0;
}
