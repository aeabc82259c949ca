import { join } from "node:path";
import { EngineError } from "../../text/errors.ts";
import type { QuickstartPorts, QuickstartSettings } from "./quickstart-ports.ts";
import { type Program, runMachineProgram } from "./run-program.ts";

/** The package manager of Debian and Ubuntu. */
export interface Apt {
  /** Release name, e.g. `bookworm`. */
  readonly codename: string;
  /** Only root may install. */
  readonly mayInstall: boolean;
  install(packages: readonly string[]): Promise<void>;
  /** Fetches a package and unpacks it into a folder. Starts nothing and changes no file outside of the folder. */
  unpack(name: string, folder: string): Promise<void>;
}

const NETWORK = "Check that this machine reaches its package mirror (`apt-get update`), then run again.";
/** Mirrors fail now and then, and another apt, such as unattended upgrades, may hold the lock for a moment. */
const OPTIONS = ["-q", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120"];

/** The package manager, if this machine is Debian, Ubuntu or derived from them. */
export async function findApt(
  ports: QuickstartPorts,
  settings: QuickstartSettings,
): Promise<Apt | undefined> {
  const release = readOsRelease(await ports.files.readText("/etc/os-release").catch(() => ""));
  const family = [release["ID"], ...(release["ID_LIKE"] ?? "").split(" ")];
  if (!family.some((id) => id === "debian" || id === "ubuntu")) return undefined;
  if ((await ports.processes.which("apt-get")) === undefined) return undefined;
  return createApt(release["VERSION_CODENAME"] ?? "local", ports, settings);
}

function createApt(codename: string, ports: QuickstartPorts, { isRoot }: QuickstartSettings): Apt {
  const aptGet = (args: readonly string[], cwd?: string): Program => ({
    command: "apt-get",
    args: [...OPTIONS, ...args],
    env: { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
    remedy: NETWORK,
    ...(cwd !== undefined && { cwd }),
  });
  let updated = false;
  const update = async (): Promise<void> => {
    if (!updated && isRoot) await runMachineProgram("Update package lists", aptGet(["update"]), ports);
    updated = true;
  };
  return {
    codename,
    mayInstall: isRoot,
    async install(packages) {
      await update();
      const args = ["install", "-y", "--no-install-recommends", ...packages];
      await runMachineProgram(`Install ${packages.join(", ")}`, aptGet(args), ports);
    },
    async unpack(name, folder) {
      await update();
      // apt needs the folder, and the port makes a folder only with a file in it.
      await ports.files.write(join(folder, "README"), `Unpacked from the package ${name}; may be deleted.\n`);
      const find = aptGet(["download", "--print-uris", name], folder);
      const listed = await runMachineProgram(`Find ${name}`, find, ports);
      const archive = /^'[^']*' (\S+\.deb) /mu.exec(listed.stdout)?.[1];
      if (archive === undefined)
        throw new EngineError(`apt-get names no archive of ${name}.`, { remedy: NETWORK });
      await runMachineProgram(`Download ${name}`, aptGet(["download", name], folder), ports);
      const args = ["--extract", join(folder, archive), folder];
      await runMachineProgram(`Unpack ${name}`, { command: "dpkg-deb", args, remedy: NETWORK }, ports);
    },
  };
}

function readOsRelease(text: string): Record<string, string> {
  const pairs = text.matchAll(/^([A-Z_]+)=["']?([^"'\n]*)["']?$/gmu);
  return Object.fromEntries(Array.from(pairs, ([, name, value]) => [name, value]));
}
