import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { forbidServices, SERVICE_POLICY } from "../../toolbox/apt.ts";
import { execText } from "../../toolbox/exec-text.ts";

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
  const before = await existing(container, [...LOGS, ...HOST_KEYS], signal);
  const ours = await forbidServices(container, signal);
  await body();
  const made = (await existing(container, [...LOGS, ...HOST_KEYS], signal)).filter(
    (one) => !before.includes(one),
  );
  if (made.some((one) => HOST_KEYS.includes(one))) {
    ports.log.info(
      "The ssh host keys that a package made aren't kept, as everyone who pulls the image would have them: `ssh-keygen -A` makes new ones where it runs.",
    );
  }
  await container.exec({
    command: ["rm", "-f", ...(ours ? [SERVICE_POLICY] : []), ...made, ...LEFTOVERS],
    signal,
  });
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
