/** The repository whose workflow runs, and a fork of it. */
export const OWN = "team/worker";
export const FORK = "stranger/worker";

/** An event as a runner hands it over: its name, and the text of its file. */
export interface GithubEvent {
  readonly name: string;
  /** Undefined where there is no file. */
  readonly text: string | undefined;
}

const repository = (full_name: string) => ({ id: full_name.length, full_name, fork: full_name === FORK });
const event = (name: string, payload: object): GithubEvent => ({
  name,
  text: JSON.stringify({
    action: "created",
    repository: repository(OWN),
    sender: { login: "x" },
    ...payload,
  }),
});
/** @param head null for a repository that was deleted since. */
const pull = (name: string, head: string | null): GithubEvent =>
  event(name, {
    number: 7,
    pull_request: {
      number: 7,
      head: { ref: "change", sha: "a".repeat(40), repo: head === null ? null : repository(head) },
      base: { ref: "main", sha: "b".repeat(40), repo: repository(OWN) },
    },
  });
/** @param by the event of the earlier run. */
const after = (by: string, head: string | null): GithubEvent =>
  event("workflow_run", {
    workflow_run: {
      event: by,
      head_branch: "change",
      head_repository: head === null ? null : repository(head),
      repository: repository(OWN),
      pull_requests: [],
    },
  });
const LINKS = { url: `https://code.example/repos/${OWN}/pulls/7` };

/** Events on code that somebody with write access put into the repository. */
export const OWN_EVENTS: Readonly<Record<string, GithubEvent>> = {
  "a push": event("push", { ref: "refs/heads/main", commits: [] }),
  "a push that the runner tells nothing of": { name: "push", text: "{}" },
  "a schedule": event("schedule", { schedule: "17 3 * * *" }),
  "a merge group": event("merge_group", { merge_group: { head_ref: "refs/heads/gh-readonly-queue/main" } }),
  "a workflow that was started by hand": event("workflow_dispatch", { inputs: null, ref: "refs/heads/main" }),
  "a release": event("release", { release: { tag_name: "v1" } }),
  "a pull request of the same repository": pull("pull_request", OWN),
  "pull_request_target of the same repository": pull("pull_request_target", OWN),
  "a review of a pull request of the same repository": pull("pull_request_review", OWN),
  "workflow_run after a push": after("push", OWN),
  "workflow_run after a pull request of the same repository": after("pull_request", OWN),
  "a comment on an issue": event("issue_comment", { issue: { number: 3 }, comment: { body: "hi" } }),
};

/** Events on other code, or on code of which they don't say whose it is; with the repository where they say it. */
export const FOREIGN_EVENTS: Readonly<Record<string, GithubEvent & { readonly from?: string }>> = {
  "a pull request of a fork": { ...pull("pull_request", FORK), from: FORK },
  "a pull request whose head repository was deleted": pull("pull_request", null),
  "pull_request_target of a fork": { ...pull("pull_request_target", FORK), from: FORK },
  "pull_request_target of a deleted repository": pull("pull_request_target", null),
  "a review of a fork's pull request": { ...pull("pull_request_review", FORK), from: FORK },
  "workflow_run after a fork's pull request": { ...after("pull_request", FORK), from: FORK },
  "workflow_run after a push to a fork": { ...after("push", FORK), from: FORK },
  "workflow_run after a deleted repository's pull request": after("pull_request", null),
  "workflow_run after pull_request_target": after("pull_request_target", OWN),
  "workflow_run after a comment": after("issue_comment", OWN),
  "a comment on a fork's pull request": event("issue_comment", {
    issue: { number: 7, pull_request: LINKS },
    comment: { body: "/build" },
  }),
  "a check of a fork's commit": event("check_run", { check_run: { check_suite: { head_branch: null } } }),
  "an event that isn't known": event("cosmic_ray", {}),
  "a pull request that names no head": event("pull_request", { pull_request: { head: {} } }),
  "a pull request without its payload": { name: "pull_request", text: "{}" },
  "a pull request in a file cut short": { name: "pull_request", text: '{"pull_request":{"head":{"repo"' },
  "a push in a file that isn't an object": { name: "push", text: "null" },
  "a push without a file": { name: "push", text: undefined },
};
