import { expect, test } from "vitest";
import { secretVariables } from "../../../../src/host/secrets/environment-secrets.ts";

test("variables whose names say so are secrets", () => {
  const secrets = {
    HF_TOKEN: "hf_abcdefgh12345678",
    "INPUT_REGISTRY-PASSWORD": "hunter22",
    GOOGLE_CREDENTIALS: '{"type":"service_account"}',
    RUNPOD_API_KEY: "rpa_0123456789abcdef",
    COMPOSER_AUTH: '{"http-basic": {}}',
    PGPASSWORD: "database-0815",
    MYSQL_PWD: "database-0816",
    githubToken: "ghs_0123456789abcdef",
    npm_config__authToken: "npm_0123456789abcdef",
    RESTIC_PASSWORD2: "backup-0815",
    SSHPASS: "machine-0815",
    DEPLOY_KEY: "MIIEvQIBADANBgkqhkiG9w0B",
  };
  expect(secretVariables(secrets)).toEqual(Object.values(secrets));
});

test("paths, plain words, switches and other names aren't", () => {
  expect(
    secretVariables({
      ...{
        GOOGLE_APPLICATION_CREDENTIALS: "/run/key.json",
        SSH_AUTH_SOCK: "/tmp/agent.1",
        SECRET_NAME: "production",
      },
      ...{
        TOKENIZERS_PARALLELISM: "false-and-0123456789",
        PWD: "home0123456789abc",
        GPG_KEY: "7169605F62C751356D054A26",
      },
      ...{ OLDPWD: "work0123456789abc", COMPASS_HOME: "compass-0123456789", BYPASS: "bypass-0123456789" },
      ...{
        PUBLIC_KEY: "ssh-ed25519 AAAA0123",
        SSH_HOST_KEY: "ssh-ed25519 AAAA0123",
        MONKEY: "banana-0123456789",
      },
      ...{ GIT_AUTHOR_NAME: "A person with a long name 1", HF_TOKEN: "", TOKEN: undefined },
    }),
  ).toEqual([]);
});
