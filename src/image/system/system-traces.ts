import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { archiveOf } from "../../toolbox/archive.ts";
import { SCRATCH } from "../../toolbox/container-paths.ts";
import { execText } from "../../toolbox/exec-text.ts";

/** Debian's helpers run this program before they start a service. Exit code 101 forbids the start. */
const POLICY = "/usr/sbin/policy-rc.d";
const POLICY_FILE = `${SCRATCH}/apt/policy-rc.d`;

/** Logs with times that package scripts write. The logs of dpkg and apt go to the scratch volume anyway. */
const LOGS = ["/var/log/alternatives.log", "/var/log/fontconfig.log", "/var/log/bootstrap.log"];

/** Keys that the installation of openssh-server makes. In an image, everyone who pulls it would have them. */
const HOST_KEYS = ["rsa", "ecdsa", "ed25519"].flatMap((kind) => {
  const key = `/etc/ssh/ssh_host_${kind}_key`;
  return [key, `${key}.pub`];
});

/** Old copies that dpkg keeps, and a cache that is made again when needed. They differ with every run. */
const LEFTOVERS = [
  "/var/cache/ldconfig/aux-cache",
  "/var/cache/debconf/config.dat-old",
  "/var/cache/debconf/templates.dat-old",
  "/var/lib/dpkg/diversions-old",
  "/var/lib/dpkg/statoverride-old",
  "/var/lib/dpkg/status-old",
];

/**
 * Forbids the start of services while `body` installs packages. Afterwards removes this prohibition, ssh host keys, and files
 * that differ from run to run. Undoes nothing if `body` fails, because that container is thrown away.
 */
export async function withoutTraces(
  container: Container,
  ports: Ports,
  body: () => Promise<void>,
): Promise<void> {
  const { signal } = ports;
  const policy = { name: "apt/policy-rc.d", content: "#!/bin/sh\nexit 101\n", mode: 0o755 };
  await container.putArchive(SCRATCH, archiveOf([policy]));
  const before = await existing(container, [...LOGS, ...HOST_KEYS], signal);
  // Fails if the base has a policy of its own, as the official images do. That policy stays.
  const ours = (await container.exec({ command: ["ln", "-s", POLICY_FILE, POLICY], signal })) === 0;
  await body();
  const made = (await existing(container, [...LOGS, ...HOST_KEYS], signal)).filter(
    (one) => !before.includes(one),
  );
  if (made.some((one) => HOST_KEYS.includes(one))) {
    ports.log.info(
      "The ssh host keys that a package made aren't kept, as everyone who pulls the image would have them: `ssh-keygen -A` makes new ones where it runs.",
    );
  }
  await container.exec({ command: ["rm", "-f", ...(ours ? [POLICY] : []), ...made, ...LEFTOVERS], signal });
}

/** The paths that exist. */
async function existing(
  container: Container,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { stdout } = await execText(container, { command: ["ls", "-d", "--", ...paths], signal });
  return stdout.split("\n").filter((line) => paths.includes(line));
}
