import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { archiveOf } from "../../toolbox/archive.ts";
import { execText } from "../../toolbox/exec-text.ts";
import { SCRATCH } from "../../toolbox/places.ts";

/** Asked by Debian's own helpers before they start a service; 101 forbids it. */
const POLICY = "/usr/sbin/policy-rc.d";
const POLICY_FILE = `${SCRATCH}/apt/policy-rc.d`;

/** Logs that package scripts write with the time in them; dpkg's and apt's own go to the scratch volume anyway. */
const LOGS = ["/var/log/alternatives.log", "/var/log/fontconfig.log", "/var/log/bootstrap.log"];

/** Keys that openssh-server makes when it is installed: in an image, everyone who pulls it would have them. */
const HOST_KEYS = ["rsa", "ecdsa", "ed25519"].flatMap((kind) => {
  const key = `/etc/ssh/ssh_host_${kind}_key`;
  return [key, `${key}.pub`];
});

/** Copies that dpkg makes of what it replaces, and a cache that is made anew: they differ with every run. */
const LEFTOVERS = [
  "/var/cache/ldconfig/aux-cache",
  "/var/cache/debconf/config.dat-old",
  "/var/cache/debconf/templates.dat-old",
  "/var/lib/dpkg/diversions-old",
  "/var/lib/dpkg/statoverride-old",
  "/var/lib/dpkg/status-old",
];

/**
 * Lets no package start a service while `body` installs, and leaves neither that prohibition, nor keys, nor what differs from
 * run to run in the container. Nothing is undone where `body` fails: that container is thrown away.
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
  // Fails where the base has a policy of its own, as the official images do: that one stays.
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

/** Those of the paths that are there. */
async function existing(
  container: Container,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { stdout } = await execText(container, { command: ["ls", "-d", "--", ...paths], signal });
  return stdout.split("\n").filter((line) => paths.includes(line));
}
