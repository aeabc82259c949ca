import * as z from "zod";
import type { Processes, ProcessResult } from "../ports/machine.ts";
import type { Credentials } from "../ports/registry.ts";
import { messageOf, RegistryError } from "../text/errors.ts";
import { readJson } from "../text/read-json.ts";

const HelperAnswer = z.object({ Username: z.string(), Secret: z.string() });

/** Helpers give this user name if the secret is an identity token. */
const TOKEN_USER = "<token>";

/** Asks `docker-credential-NAME get` for a login; undefined if the helper has none. */
export async function askHelper(
  name: string,
  server: string,
  processes: Pick<Processes, "ask">,
): Promise<Credentials | undefined> {
  const program = `docker-credential-${name}`;
  const result = await run(program, server, processes);
  if (result.exitCode !== 0) {
    // Helpers print their errors on stdout, too.
    const said = `${result.stdout}${result.stderr}`.trim();
    if (/credentials not found/i.test(said)) return undefined;
    throw failed(program, server, said.split("\n")[0] ?? `exit code ${result.exitCode}`);
  }
  const answer = readJson(result.stdout, HelperAnswer);
  if (!answer) throw failed(program, server, "Its answer is not what a credential helper says.");
  const { Username, Secret } = answer;
  if (Secret === "") return undefined;
  return Username === TOKEN_USER
    ? { server, identityToken: Secret }
    : { server, username: Username, password: Secret };
}

async function run(
  program: string,
  server: string,
  processes: Pick<Processes, "ask">,
): Promise<ProcessResult> {
  try {
    return await processes.ask(program, ["get"], server);
  } catch (error) {
    throw new RegistryError(
      `Docker's configuration names the credential helper ${program}, which can't be run.`,
      {
        evidence: messageOf(error),
        remedy: "Install it, or take it out of credsStore and credHelpers in Docker's config.json.",
        cause: error,
      },
    );
  }
}

function failed(program: string, server: string, evidence: string): RegistryError {
  return new RegistryError(`The credential helper ${program} failed for ${server}.`, {
    evidence,
    remedy: `Try it: echo ${server} | ${program} get`,
  });
}
