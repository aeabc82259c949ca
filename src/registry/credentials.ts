import type { Files, Processes } from "../ports/machine.ts";
import type { CredentialSource, Credentials } from "../ports/registry.ts";
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
  const path = configPath({ env, home });
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

/** Passwords and tokens that Docker's file itself holds, for every registry. A file that can't be read holds none: who needs it, says so. */
export async function storedSecrets(
  surroundings: Omit<Surroundings, "processes">,
): Promise<readonly string[]> {
  const path = configPath(surroundings);
  const config = await readConfig(path, surroundings.files).catch(() => undefined);
  return Object.keys(config?.auths ?? {}).flatMap((registry) => {
    try {
      return secretsOfLogin(config && loginFor(config, registry, path));
    } catch {
      return [];
    }
  });
}

/** What nobody may read of a login. */
export function secretsOfLogin(login: Credentials | undefined): readonly string[] {
  const { username, password, identityToken } = login ?? {};
  const all = [password, identityToken, username && password && `${username}:${password}`];
  return all.filter((one) => typeof one === "string" && one !== "") as string[];
}

function configPath({ env, home }: Pick<Surroundings, "env" | "home">): string {
  return `${env["DOCKER_CONFIG"] || `${home}/.docker`}/config.json`;
}

async function readConfig(path: string, files: Surroundings["files"]): Promise<DockerConfig | undefined> {
  if (!(await files.exists(path))) return undefined;
  return parseDockerConfig(await files.readText(path), path);
}
