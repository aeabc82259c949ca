import type { Files, Processes } from "../ports/machine.ts";
import type { CredentialSource } from "../ports/registry.ts";
import { askHelper } from "./credential-helper.ts";
import { type DockerConfig, helperFor, loginFor, parseDockerConfig, serverKey } from "./docker-config.ts";

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly files: Pick<Files, "exists" | "readText">;
  readonly processes: Pick<Processes, "ask">;
}

/** The logins that `docker login` left on this machine. */
export function dockerCredentials({ env, home, files, processes }: Surroundings): CredentialSource {
  const path = `${env["DOCKER_CONFIG"] || `${home}/.docker`}/config.json`;
  return {
    async find(registry) {
      const config = await readConfig(path, files);
      if (!config) return;
      const helper = helperFor(config, registry);
      const kept = helper === undefined ? undefined : await askHelper(helper, serverKey(registry), processes);
      return kept ?? loginFor(config, registry, path);
    },
  };
}

async function readConfig(path: string, files: Surroundings["files"]): Promise<DockerConfig | undefined> {
  if (!(await files.exists(path))) return undefined;
  return parseDockerConfig(await files.readText(path), path);
}
