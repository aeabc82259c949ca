import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { INSTALLED_FORMAT, parseInstalled } from "../../resolve/system/parse-apt.ts";
import type { SystemFile } from "../../resolve/system/system-resolution.ts";
import { BuildError } from "../../text/errors.ts";
import { execText } from "../../toolbox/exec-text.ts";

/** Name → version of every package that dpkg has fully installed. */
type SystemState = ReadonlyMap<string, string>;

export async function systemState(container: Container, signal: AbortSignal): Promise<SystemState> {
  const command = ["dpkg-query", "--show", `--showformat=${INSTALLED_FORMAT}`];
  const result = await execText(container, { command, signal });
  if (result.exitCode === 0) return parseInstalled(result.stdout);
  throw new BuildError("The image's dpkg can't say what is installed.", { evidence: result.stderr.trim() });
}

interface SystemProof {
  readonly phase: string;
  readonly packages: readonly SystemFile[];
  readonly before: SystemState;
  readonly logFile: string;
}

/**
 * Proves that the planned packages have the planned versions, that no other package changed, and that none is half installed.
 * @throws BuildError that names the differences.
 */
export async function proveSystemPackages(
  container: Container,
  { phase, packages, before, logFile }: SystemProof,
  ports: Ports,
): Promise<void> {
  const audit = await execText(container, { command: ["dpkg", "--audit"], signal: ports.signal });
  const found = audit.stdout.trim();
  const differences = differencesOf(before, await systemState(container, ports.signal), packages);
  if (audit.exitCode === 0 && found === "" && differences.length === 0) return;
  throw new BuildError(`The system packages of phase ${phase} aren't installed as planned.`, {
    evidence: [...differences.slice(0, 10), ...found.split("\n").slice(0, 10)].join("\n").trim(),
    remedy: `Plan again with \`--refresh\`; the layer was not committed. The whole output is in ${logFile}.`,
  });
}

function differencesOf(
  before: SystemState,
  after: SystemState,
  packages: readonly SystemFile[],
): readonly string[] {
  const expected = new Map([...before, ...packages.map((one) => [one.name, one.version] as const)]);
  const names = [...new Set([...expected.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const [wanted = "absent", there = "absent"] = [expected.get(name), after.get(name)];
    return wanted === there ? [] : [`${name}: planned ${wanted}, found ${there}`];
  });
}
