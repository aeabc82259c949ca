import type { Ports } from "../../ports/ports.ts";
import { type Opening, openContainer } from "../open-container.ts";
import { type LoginRelay, startRelay } from "./start-relay.ts";

/** Starts a run's relay for the first container that needs it, and another one where it is gone. */
interface RelayKeeper {
  /**
   * Id of the container whose network others share; undefined where no setting of this machine holds a login.
   * @param filled settles when the tools' volume is filled.
   */
  network(filled: Promise<void>): Promise<string | undefined>;
  close(): Promise<void>;
}

interface Running {
  readonly relay: Promise<LoginRelay>;
  stop(): Promise<void>;
}

export function createRelayKeeper(
  place: Pick<Opening, "run" | "image" | "volume" | "downloads">,
  python: string,
  ports: Ports,
): RelayKeeper {
  const { relay: settings } = ports.network;
  const opening = { ...place, purpose: "relay", readOnly: true };
  let running: Running | undefined;

  const start = (filled: Promise<void>): Running => {
    let stop = () => {};
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    let done: Promise<unknown> = Promise.resolve();
    const relay = new Promise<LoginRelay>((resolve, reject) => {
      done = openContainer(opening, filled, ports, async (container) => {
        if (settings) resolve(await startRelay(container, settings, python, ports));
        await stopped;
      }).catch(reject);
    });
    const end = async () => {
      stop();
      await done;
    };
    return { relay, stop: end };
  };

  return {
    async network(filled) {
      if (settings === undefined) return;
      // An engine that was restarted has stopped the relay.
      if (running && (await hasEnded(running))) {
        await running.stop();
        running = undefined;
      }
      running ??= start(filled);
      return (await running.relay).id;
    },
    close: async () => running?.stop(),
  };
}

/** Also where it never started. */
function hasEnded({ relay }: Running): Promise<boolean> {
  return relay.then(
    (one) => one.hasEnded(),
    () => true,
  );
}
