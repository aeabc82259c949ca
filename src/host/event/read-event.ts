import type { Files } from "../../ports/machine.ts";
import { readJson } from "../../text/read-json.ts";
import { type Environment, variable } from "../environment.ts";
import { createNodeFiles } from "../node-files.ts";
import { type CodeOrigin, EventPayload, judgeEvent, trustDomainOf } from "./judge-event.ts";

/** Judges the event that this workflow runs for. Outside of a workflow, whoever starts a run answers for its code. */
export async function readTrust(
  env: Environment,
  files: Pick<Files, "readText"> = createNodeFiles(),
): Promise<CodeOrigin> {
  const name = variable(env, "GITHUB_EVENT_NAME");
  const path = variable(env, "GITHUB_EVENT_PATH");
  // A step may set GITHUB_ACTIONS to anything. Where there is an event, it is judged.
  const isWorkflow = variable(env, "GITHUB_ACTIONS") === "true" || name !== undefined || path !== undefined;
  if (!isWorkflow) return { kind: "trusted" };
  const text = path === undefined ? "" : await files.readText(path).catch(() => "");
  return judgeEvent({
    name,
    payload: readJson(text, EventPayload),
    repository: variable(env, "GITHUB_REPOSITORY"),
  });
}

/** The domain of the layers that this workflow's event brings; undefined for trusted code. */
export async function readTrustDomain(env: Environment): Promise<string | undefined> {
  return trustDomainOf(await readTrust(env));
}

/** Whether the runner's machine is thrown away after the job; a self-hosted one may be kept, with an engine that others use. */
export function isHosted(env: Environment): boolean {
  return variable(env, "RUNNER_ENVIRONMENT") === "github-hosted";
}
