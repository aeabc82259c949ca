import * as z from "zod";

/** Whose code a run works on. */
export type CodeOrigin =
  | { readonly kind: "trusted" }
  | {
      readonly kind: "foreign";
      /** The repository that the code comes from, `owner/name`; undefined where the event doesn't say. */
      readonly repository: string | undefined;
    };

/** Null for a repository that was deleted since. */
const Repository = z.object({ full_name: z.string() }).nullable();

/** The parts of an event's JSON that say whose code it is about. */
export const EventPayload = z.object({
  pull_request: z.object({ head: z.object({ repo: Repository }) }).optional(),
  workflow_run: z.object({ event: z.string(), head_repository: Repository }).optional(),
  /** A pull request is an issue, too; this names none of its repositories. */
  issue: z.object({ pull_request: z.unknown().optional() }).optional(),
});
export type EventPayload = z.infer<typeof EventPayload>;

export interface WorkflowEvent {
  /** `pull_request`, `push`, … */
  readonly name: string | undefined;
  /** Undefined for an event that can't be read. */
  readonly payload: EventPayload | undefined;
  /** The repository whose workflow runs, `owner/name`. */
  readonly repository: string | undefined;
}

/** Events on commits that somebody with write access put into the repository itself. */
const OWN_COMMITS: readonly (string | undefined)[] = [
  ...["push", "merge_group", "schedule", "workflow_dispatch", "repository_dispatch"],
  ...["create", "release", "registry_package"],
];

/**
 * Judges whose code a workflow's event brings. Only what is known to be the repository's own is trusted: an event that can't
 * be read, that isn't known here, or that doesn't say whose code it is about, is foreign. A workflow that checks out other
 * code than its event's isn't found out.
 */
export function judgeEvent({ name, payload, repository }: WorkflowEvent): CodeOrigin {
  if (payload === undefined) return UNKNOWN;
  const { pull_request: pull, workflow_run: earlier, issue } = payload;
  const from = (head: z.infer<typeof Repository>): CodeOrigin =>
    head !== null && head.full_name === repository
      ? { kind: "trusted" }
      : { kind: "foreign", repository: head?.full_name };
  if (pull) return from(pull.head.repo);
  if (earlier) {
    const head = from(earlier.head_repository);
    const says = earlier.event === "pull_request" || OWN_COMMITS.includes(earlier.event);
    // Runs for a comment or for pull_request_target are the repository's own, whatever they checked out and handed on.
    return head.kind === "foreign" || says ? head : UNKNOWN;
  }
  if (issue) return (issue.pull_request ?? undefined) === undefined ? { kind: "trusted" } : UNKNOWN;
  return OWN_COMMITS.includes(name) ? { kind: "trusted" } : UNKNOWN;
}

const UNKNOWN: CodeOrigin = { kind: "foreign", repository: undefined };

/** A name for whose code it is, which keeps its layers apart; undefined for trusted code. */
export function trustDomainOf(trust: CodeOrigin): string | undefined {
  return trust.kind === "trusted" ? undefined : `foreign:${trust.repository ?? ""}`;
}
