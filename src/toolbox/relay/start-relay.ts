import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import type { RelaySettings } from "../../ports/relay.ts";
import { BuildError } from "../../text/errors.ts";
import { CA_BUNDLE, TOOLS } from "../container-paths.ts";
import { RELAY_PORT } from "./container-env.ts";

/** A container that adds logins to the requests of those that share its network. */
export interface LoginRelay {
  readonly id: string;
  readonly hasEnded: () => boolean;
}

/**
 * Starts the relay in a container that has our tools.
 * @throws BuildError with what it said, where it doesn't start.
 */
export async function startRelay(
  container: Container,
  settings: RelaySettings,
  python: string,
  { network }: Pick<Ports, "network">,
): Promise<LoginRelay> {
  const { logins, proxies } = settings;
  const ca = network.caBundle === undefined ? null : CA_BUNDLE;
  let said = "";
  let ended = false;
  await new Promise<void>((resolve, reject) => {
    const failed = () => {
      ended = true;
      const evidence = said.trim().split("\n").at(-1) ?? "";
      reject(
        new BuildError("The relay that adds logins to a container's requests doesn't start.", { evidence }),
      );
    };
    const running = container.exec({
      // Neither the base's nor a user's site-packages: only this program may see the logins.
      command: [python, "-I", "-S", `${TOOLS}/login_relay.py`, String(RELAY_PORT)],
      env: { SURELAYER_RELAY: JSON.stringify({ logins, proxies, ca }) },
      onOutput: (chunk) => {
        // Package code can make it say more and more.
        said = (said + Buffer.from(chunk).toString()).slice(-4096);
        if (/^ready$/m.test(said)) resolve();
      },
    });
    running.then(failed, failed);
  });
  return { id: container.id, hasEnded: () => ended };
}
