import { availableParallelism, homedir, totalmem } from "node:os";
import { findHostAddress } from "../docker/address/host-address.ts";
import { openEngine } from "../docker/address/open-engine.ts";
import { createDiskCache } from "../host/disk-cache.ts";
import { type Environment, userFolders } from "../host/environment.ts";
import { indexLogins, withIndexLogins } from "../host/installers/index-logins.ts";
import { lazyHttp } from "../host/network/lazy-http.ts";
import { readMachineNetwork } from "../host/network/machine-network.ts";
import { createNodeFiles } from "../host/node-files.ts";
import { createNodeProcesses } from "../host/node-processes.ts";
import { judgeOwner } from "../host/run-owner.ts";
import { sealCache } from "../host/sealed-cache.ts";
import { userKey } from "../host/secrets/user-key.ts";
import { loginlessEnvironment, withoutLogins } from "../host/secrets/without-logins.ts";
import { createSystemClock } from "../host/system-clock.ts";
import type { Logger } from "../ports/machine.ts";
import type { Ports } from "../ports/ports.ts";
import type { CredentialSource } from "../ports/registry.ts";
import { dockerCredentials, secretsOfLogin, storedSecrets } from "../registry/credentials.ts";
import { httpRegistry } from "../registry/http-registry.ts";
import type { Redactor } from "../text/secrets/redactor.ts";
import { CA_BUNDLE } from "../toolbox/container-paths.ts";

interface RealPortsOptions {
  readonly env: Environment;
  readonly log: Logger;
  readonly show: (text: string) => void;
  /** Gets the secrets that this machine's settings and logins hold. */
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  /** Folder that holds this project's `images/`. */
  readonly assets: string;
  /** Whether the code is trusted. What foreign code leads to is never kept for later runs, which may be trusted. */
  readonly trusted: boolean;
  /** Whether logins of this machine are used. In fork mode they aren't, so that foreign code finds none. */
  readonly logins: boolean;
}

/** Opens the real ports for the two entry points. No other file imports this one. */
export async function openRealPorts(options: RealPortsOptions): Promise<Ports> {
  const { env, log, signal, assets, show, redactor, logins, trusted } = options;
  const files = createNodeFiles();
  const home = env["HOME"] ?? homedir();
  const processes = createNodeProcesses(logins ? env : loginlessEnvironment(env));
  const machine = await readMachineNetwork(env, files, CA_BUNDLE);
  redactor.add(machine.secrets);
  redactor.add(await storedSecrets({ env, home, files }));
  for (const warning of machine.warnings) log.warn(warning);
  const { proxy, caBundle } = machine;
  const network = logins ? machine : { caBundle, installerEnv: withoutLogins(machine.installerEnv) };
  const http = lazyHttp(async () =>
    (await import("../host/network/node-http.ts")).createNodeHttp({ proxy, caBundle }),
  );
  const clock = createSystemClock();
  const folders = userFolders(env);
  const cache = sealCache(createDiskCache(folders.cache, files), () => userKey(folders, log), log);
  const stored = logins ? dockerCredentials({ env, home, files, processes }) : NO_CREDENTIALS;
  const credentials = hidden(stored, redactor);
  return {
    engine: await openEngine(await findHostAddress({ env, home, files }), clock),
    registry: httpRegistry({ http, credentials, signal }),
    cache: trusted ? cache : { ...cache, write: () => Promise.resolve() },
    hardware: { memoryBytes: totalmem(), cpus: availableParallelism() },
    judgeOwner,
    http: withIndexLogins(http, indexLogins(network.installerEnv)),
    ...{ credentials, log, show, secrets: redactor, files, processes, network, assets, signal, clock },
  };
}

/** A login is a secret from the moment that it is known. */
function hidden(source: CredentialSource, redactor: Redactor): CredentialSource {
  return {
    async find(registry) {
      const login = await source.find(registry);
      redactor.add(secretsOfLogin(login));
      return login;
    },
  };
}

const NO_CREDENTIALS: CredentialSource = { find: () => Promise.resolve(undefined) };
