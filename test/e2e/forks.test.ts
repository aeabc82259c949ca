import { access, readdir } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ActionRunner, eventEnvironment, type StepOutcome } from "../support/action-runner.ts";
import { CountingServer } from "../support/counting-server.ts";
import { variation, variations } from "../support/full.ts";
import { FOREIGN_EVENTS, FORK, type GithubEvent, OWN_EVENTS } from "../support/github-events.ts";
import { lendInstaller } from "../support/installer-cache.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { RegistryServer } from "../support/registry-server.ts";
import { Workplace } from "../support/workplace.ts";

const FORKS_PULL = FOREIGN_EVENTS["a pull request of a fork"] as GithubEvent;
const OWN_PULL = OWN_EVENTS["a pull request of the same repository"] as GithubEvent;
const SECRET = "canary-secret-1";

let place: Workplace;
let index: PackageIndex;
/** Of each request to the index. */
const authorizations: (string | undefined)[] = [];
beforeAll(async () => {
  place = await Workplace.open();
  index = new PackageIndex({
    host: await place.gateway(),
    files: [wheel({ name: "shown" })],
    async deliver({ status, headers, body }, { request, response }) {
      authorizations.push(request.headers.authorization);
      response.writeHead(status, { ...headers, "content-length": body.length });
      response.end(request.method === "HEAD" ? undefined : body);
    },
  });
  await index.start();
  await lendInstaller(place.path("tools"));
  const phases = [{ name: "only", packages: ["shown"], imports: ["shown"] }];
  const manifest = { version: 1, name: "forks", base: { image: place.base }, phases };
  for (const folder of ["action", "cli"]) await place.write(`${folder}/install.yml`, manifest);
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

/** Holds no image, and refuses every upload. */
const registry = new RegistryServer({ status: 403 });
const cacheService = new CountingServer();
beforeEach(async () => {
  for (const server of [registry, cacheService]) {
    await server.start();
    server.requests.length = 0;
  }
  authorizations.length = 0;
});
afterEach(async () => {
  await registry.stop();
  await cacheService.stop();
});

/** A step that is to build and push, and its post step. */
async function step(
  event: GithubEvent,
  inputs = {},
  env = {},
): Promise<{ main: StepOutcome; post: StepOutcome }> {
  const runner = new ActionRunner(place, "action", event);
  const surroundings = {
    PIP_INDEX_URL: `http://user:${SECRET}@${index.address}/simple/`,
    RUNNER_TOOL_CACHE: place.path("tools"),
    RUNNER_TEMP: place.folder,
    ACTIONS_CACHE_SERVICE_V2: "true",
    ACTIONS_RESULTS_URL: `http://${cacheService.address}/`,
    ACTIONS_RUNTIME_TOKEN: "t0ken",
    ...env,
  };
  const wanted = { push: "true", tags: `${registry.address}/team/worker:1`, ...inputs };
  const main = await runner.run(wanted, surroundings);
  return { main, post: await runner.run(wanted, surroundings, main.state) };
}

const keptFiles = async () => (await readdir(place.path("tools"), { recursive: true })).toSorted();
const ofKind = (kind: string, { commands }: StepOutcome) =>
  commands.filter((one) => one.name === kind).map((one) => one.message);
const asked = (what: string) => cacheService.requests.filter((one) => one.endsWith(what));

variations("the same repository's pull request", () => {
  test("asks its registry with the index's login, and saves what it learned", async () => {
    const { main, post } = await step(OWN_PULL);
    expect(main.exitCode).toBe(6);
    expect(registry.requests.map((one) => one.method)).toContain("POST");
    expect(post.exitCode).toBe(0);
    expect(asked("/GetCacheEntryDownloadURL")).toHaveLength(1);
    expect(asked("/CreateCacheEntry")).toHaveLength(1);

    const planned = await step(OWN_PULL, { command: "plan", push: "false" }, { RUNNER_TOOL_CACHE: "" });
    expect(ofKind("error", planned.main)).toEqual([]);
    expect(planned.main.exitCode).toBe(0);
    expect(authorizations.some((one) => one?.startsWith("Basic "))).toBe(true);
  });
});

describe("a fork's pull request", () => {
  let kept: readonly string[];
  beforeEach(async () => {
    kept = await keptFiles();
  });

  async function expectOnlyPlanned({ main, post }: Awaited<ReturnType<typeof step>>): Promise<void> {
    expect(ofKind("error", main)).toEqual([]);
    expect(main.exitCode).toBe(0);
    expect(main.outputs).toEqual({
      "report-file": ".surelayer/report.json",
      "plan-digest": expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      "plan-file": ".surelayer/plan.json",
    });
    expect(main.summary).toMatch(/^### Surelayer: forks planned\n\n> Fork mode: /);
    expect(ofKind("warning", main)).toEqual([expect.stringContaining(`Fork mode: the event brings code of`)]);
    expect(ofKind("warning", main)[0]).toContain(FORK);
    const report = await place.report("action");
    expect([report.outcome, report.built, report.pushed]).toEqual(["planned", null, []]);

    expect(registry.requests).toEqual([]);
    expect((await place.images()).flatMap((one) => one.RepoTags)).toEqual([place.base]);
    expect(await keptFiles()).toEqual(kept);
    expect(post.exitCode).toBe(0);
    expect(asked("/CreateCacheEntry")).toEqual([]);
    expect(authorizations.length).toBeGreaterThan(0);
    expect(authorizations.filter((one) => one !== undefined)).toEqual([]);
    expect(ofKind("add-mask", main)).toContain(SECRET);
    expect(await place.leftBy(main.pid)).toEqual([]);
  }

  test("is only planned on a hosted runner, which may restore the cache", async () => {
    await expectOnlyPlanned(await step(FORKS_PULL));
    expect(asked("/GetCacheEntryDownloadURL")).toHaveLength(1);
  });

  variation(
    "is only planned on a self-hosted runner that allows it, and restores nothing there",
    async () => {
      const env = { RUNNER_ENVIRONMENT: "self-hosted" };
      await expectOnlyPlanned(await step(FORKS_PULL, { "allow-forks": "true" }, env));
      expect(cacheService.requests).toEqual([]);
    },
  );

  test("is refused on any other self-hosted runner before anything is touched", async () => {
    const engine = new CountingServer();
    await engine.start();
    const env = { RUNNER_ENVIRONMENT: "self-hosted", DOCKER_HOST: `tcp://${engine.address}` };

    const { main, post } = await step(FORKS_PULL, {}, env);
    await engine.stop();

    expect(main.exitCode).toBe(2);
    expect(ofKind("error", main)).toEqual([
      expect.stringContaining(`self-hosted, and the event brings code of`),
    ]);
    expect(main.stdout).toContain("allow-forks: true");
    expect(post.exitCode).toBe(0);
    expect(ofKind("error", post)).toEqual([]);
    const asked = [engine.requests, cacheService.requests, registry.requests, authorizations];
    expect(asked).toEqual([[], [], [], []]);
    expect(await keptFiles()).toEqual(kept);
  });
});

variations("the command line in a workflow", () => {
  const build = async (event: GithubEvent) => {
    const env = { ...(await eventEnvironment(event, place)), PIP_INDEX_URL: index.url };
    const run = await place.run(["build", "--no-verify", "--allow-private-index"], {
      ...{ cwd: place.path("cli"), entry: "cli", env },
    });
    expect(run.stderr).not.toMatch(/^error/m);
    expect(run.exitCode).toBe(0);
    return (await place.report("cli")).built?.phases.map((one) => one.status);
  };

  test("builds on trusted code without the layers that it built for a fork", async () => {
    expect(await build(FORKS_PULL)).toEqual(["installed"]);
    expect(await build(OWN_PULL)).toEqual(["installed"]);
    expect(await build(OWN_PULL)).toEqual(["cached"]);
  });
});

variation("the folder of a refused event stays without results", async () => {
  await place.write("fresh/install.yml", "version: 1\n");
  const runner = new ActionRunner(place, "fresh", FORKS_PULL);
  const main = await runner.run({}, { RUNNER_ENVIRONMENT: "self-hosted" });
  expect(main.exitCode).toBe(2);
  expect(main.state).toEqual({ isPost: "true" });
  await expect(access(place.path("fresh/.surelayer"))).rejects.toThrow("ENOENT");
});
