process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  variable
} from "./chunk-SYLQ6SFJ.js";
import {
  readJson
} from "./chunk-XJ6Z4JM4.js";
import {
  object,
  string,
  unknown
} from "./chunk-S4TJR5DF.js";
import {
  createNodeFiles
} from "./chunk-UQSQ3JK4.js";

// src/host/event/judge-event.ts
var Repository = object({ full_name: string() }).nullable();
var EventPayload = object({
  pull_request: object({ head: object({ repo: Repository }) }).optional(),
  workflow_run: object({ event: string(), head_repository: Repository }).optional(),
  /** A pull request is an issue, too; this names none of its repositories. */
  issue: object({ pull_request: unknown().optional() }).optional()
});
var OWN_COMMITS = [
  ...["push", "merge_group", "schedule", "workflow_dispatch", "repository_dispatch"],
  ...["create", "release", "registry_package"]
];
function judgeEvent({ name, payload, repository }) {
  if (payload === void 0) return UNKNOWN;
  const { pull_request: pull, workflow_run: earlier, issue } = payload;
  const from = (head) => head !== null && head.full_name === repository ? { kind: "trusted" } : { kind: "foreign", repository: head?.full_name };
  if (pull) return from(pull.head.repo);
  if (earlier) {
    const head = from(earlier.head_repository);
    const says = earlier.event === "pull_request" || OWN_COMMITS.includes(earlier.event);
    return head.kind === "foreign" || says ? head : UNKNOWN;
  }
  if (issue) return (issue.pull_request ?? void 0) === void 0 ? { kind: "trusted" } : UNKNOWN;
  return OWN_COMMITS.includes(name) ? { kind: "trusted" } : UNKNOWN;
}
var UNKNOWN = { kind: "foreign", repository: void 0 };
function trustDomainOf(trust) {
  return trust.kind === "trusted" ? void 0 : `foreign:${trust.repository ?? ""}`;
}

// src/host/event/read-event.ts
async function readTrust(env, files = createNodeFiles()) {
  const name = variable(env, "GITHUB_EVENT_NAME");
  const path = variable(env, "GITHUB_EVENT_PATH");
  const isWorkflow = variable(env, "GITHUB_ACTIONS") === "true" || name !== void 0 || path !== void 0;
  if (!isWorkflow) return { kind: "trusted" };
  const text = path === void 0 ? "" : await files.readText(path).catch(() => "");
  return judgeEvent({
    name,
    payload: readJson(text, EventPayload),
    repository: variable(env, "GITHUB_REPOSITORY")
  });
}
async function readTrustDomain(env) {
  return trustDomainOf(await readTrust(env));
}
function isHosted(env) {
  return variable(env, "RUNNER_ENVIRONMENT") === "github-hosted";
}

export {
  trustDomainOf,
  readTrust,
  readTrustDomain,
  isHosted
};
