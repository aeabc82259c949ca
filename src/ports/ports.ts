import type { Secrets } from "../text/secrets/redactor.ts";
import type { Engine } from "./engine.ts";
import type { Cache, Clock, Files, Http, Logger, OwnerVerdict, Processes } from "./machine.ts";
import type { CredentialSource, Registry } from "./registry.ts";
import type { RelaySettings } from "./relay.ts";

/** This machine's way to the network, as far as an installer in a container needs it. */
export interface MachineNetwork {
  /** CA certificates that this machine trusts, PEM; undefined where it names none. */
  readonly caBundle: string | undefined;
  /** Environment of this machine's installers: proxy, index and CA settings. May hold credentials: `containerEnv` is for containers. */
  readonly installerEnv: Readonly<Record<string, string>>;
  /** Where the settings hold logins: how containers do without knowing them. */
  readonly relay?: RelaySettings | undefined;
}

/** Everything outside that the stages may use. */
export interface Ports {
  readonly engine: Engine;
  readonly registry: Registry;
  readonly credentials: CredentialSource;
  readonly log: Logger;
  /** Of this run. The log and `show` remove them themselves. */
  readonly secrets: Secrets;
  /** Shows a result, as opposed to progress. */
  show(text: string): void;
  readonly clock: Clock;
  readonly http: Http;
  readonly files: Files;
  readonly processes: Processes;
  readonly cache: Cache;
  readonly network: MachineNetwork;
  /** Of this machine, which may not be the engine's. */
  readonly hardware: { readonly memoryBytes: number; readonly cpus: number };
  /** What became of the process that a container's owner label names. */
  judgeOwner(owner: string): OwnerVerdict;
  /** Folder of the project's own files (images/…) on this machine. */
  readonly assets: string;
  /** Aborted by Ctrl-C or the runner's cancel. */
  readonly signal: AbortSignal;
}
