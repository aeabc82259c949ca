import type { Container } from "../docker/engine.ts";
import type { Ports } from "../ports.ts";
import { archiveOf } from "../toolbox/archive.ts";
import { SCRATCH } from "../toolbox/places.ts";

/** Asked by Debian's own helpers before they start a service; 101 forbids it. */
const POLICY = "/usr/sbin/policy-rc.d";
const POLICY_FILE = `${SCRATCH}/apt/policy-rc.d`;

/** Logs that package scripts write with the time in them; dpkg's and apt's own go to the scratch volume anyway. */
const LOGS = ["/var/log/alternatives.log", "/var/log/fontconfig.log", "/var/log/bootstrap.log"];

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
 * Lets no package start a service while `body` installs, and leaves neither that prohibition nor what differs from run to
 * run in the container. Nothing is undone where `body` fails: that container is thrown away.
 */
export async function withoutTraces(
  container: Container,
  ports: Ports,
  body: () => Promise<void>,
): Promise<void> {
  const { signal } = ports;
  const policy = { name: "apt/policy-rc.d", content: "#!/bin/sh\nexit 101\n", mode: 0o755 };
  await container.putArchive(SCRATCH, archiveOf([policy]));
  // Fails where the base has a policy of its own, as the official images do: that one stays.
  const ours = (await container.exec({ command: ["ln", "-s", POLICY_FILE, POLICY], signal })) === 0;
  const absent: string[] = [];
  for (const log of LOGS) {
    if ((await container.exec({ command: ["test", "-e", log], signal })) !== 0) absent.push(log);
  }
  await body();
  await container.exec({ command: ["rm", "-f", ...(ours ? [POLICY] : []), ...absent, ...LEFTOVERS], signal });
}
