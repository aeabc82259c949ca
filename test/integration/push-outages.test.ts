import { afterAll, beforeAll, expect, test } from "vitest";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { RegistryFront } from "../support/registry-front.ts";
import { type Asked, firstAnswers } from "../support/registry-server.ts";
import { Workplace } from "../support/workplace.ts";

let place: Workplace;
let index: PackageIndex;
let front: RegistryFront;
beforeAll(async () => {
  place = await Workplace.open();
  front = new RegistryFront({ registry: place.registry() });
  await front.start();
  index = new PackageIndex({
    host: await place.gateway(),
    files: [wheel({ name: "cargo" }), wheel({ name: "freight" })],
  });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await front?.stop();
  await place?.close();
});

/** Builds in a folder of its own, and pushes to a registry that has these manners. */
async function push(name: string, manner: RegistryFront["manner"], install: object = {}, brought = "cargo") {
  front.manner = manner;
  try {
    const phases = [{ name: brought, packages: [brought], imports: [brought] }];
    await place.write(`${name}/install.yml`, {
      version: 1,
      name,
      base: { image: place.base },
      phases,
      install,
    });
    const tag = `${front.address}/test-${place.id}/${name}:1`;
    const run = await place.run(["build", "--push", "--tag", tag], {
      cwd: place.path(name),
      env: { PIP_INDEX_URL: index.url },
    });
    return { ...run, tag, report: await place.report(name) };
  } finally {
    // The engine holds on to an upload that is stuck.
    front.hangUp();
  }
}

const QUICK = { first_delay: "500ms" };
const JSON_TYPE = { "content-type": "application/json" };
const denied = (message: string) => ({
  ...{ status: 403, headers: JSON_TYPE },
  body: JSON.stringify({ errors: [{ code: "DENIED", message }] }),
});
const STALLED = /The registry \S+ stopped answering in the push of/;

variation(
  "a registry that answers 429 twice to the engine and once to us gets the image all the same",
  async () => {
    const body =
      '{"errors":[{"code":"TOOMANYREQUESTS","message":"retry-after: 1.88ms, allowed: 2000/minute"}]}';
    const busy = { status: 429, headers: { ...JSON_TYPE, "retry-after": "1" } };
    const engine = firstAnswers(/^PUT .*\/manifests\//, { ...busy, body }, 2);
    const ours = firstAnswers(/^HEAD .*\/blobs\//, busy, 1);
    // Before the manifest is there, only the engine asks for blobs.
    let there = false;
    const manner = (asked: Asked) => {
      const answer = engine(asked);
      there ||= asked.method === "PUT" && asked.path.includes("/manifests/") && answer === undefined;
      return answer ?? (there ? ours(asked) : undefined);
    };
    const { exitCode, stderr, report, tag } = await push("busy", manner, QUICK);
    expect(stderr).not.toContain("error:");
    expect(exitCode).toBe(0);
    expect(report.pushed).toMatchObject([{ reference: tag, proved: true }]);
    const tries = report.journal.attempts.map((one) => [one.phase, one.class.id, one.recovery]);
    expect(tries).toEqual(Array.from({ length: 3 }, () => ["push", "N10", "none"]));
  },
);

variation(
  "a registry that refuses for the pace is waited for, one that refuses for the login is not",
  async () => {
    const pace = denied("permission_denied: You have exceeded a secondary rate limit. retry-after: 1");
    const paced = await push("paced", firstAnswers(/^PUT .*\/manifests\//, pace, 1), QUICK);
    expect(paced.exitCode).toBe(0);
    expect(paced.report.journal.attempts).toMatchObject([{ phase: "push", class: { id: "N10" } }]);

    const login = denied("requested access to the resource is denied");
    const refused = await push("refused", firstAnswers(/^PUT .*\/manifests\//, login, 9), QUICK);
    expect(refused.exitCode).toBe(6);
    expect(refused.stderr).toMatch(/does not let this user push/);
    expect(refused.report.journal.attempts).toEqual([]);
  },
);

test("a blob that the registry has lost after the push is named, and the push has failed", async () => {
  let there = false;
  const { exitCode, stderr, report } = await push("lost", ({ method, path }) => {
    there ||= method === "PUT" && path.includes("/manifests/");
    return there && method === "HEAD" && path.includes("/blobs/") ? { status: 404 } : undefined;
  });
  expect(exitCode).toBe(6);
  expect(stderr).toMatch(
    /does not hold all of it\.\n.*The blob sha256:[0-9a-f]{64} of this image is not found\./,
  );
  expect(report.pushed).toEqual([]);
});

variation(
  "a registry that takes the connection and never answers ends the run before anything is planned",
  async () => {
    const { exitCode, stderr, report, milliseconds } = await push("silent", () => "silent");
    expect(exitCode).toBe(6);
    expect(stderr).toMatch(/The registry .* does not answer\./);
    expect(report.plan).toBeNull();
    expect(milliseconds).toBeLessThan(60_000);
  },
);

variation("a registry that stops answering the engine ends the push, with the budget", async () => {
  const silent = firstAnswers(/^PATCH /, "silent", Number.POSITIVE_INFINITY);
  const { exitCode, stderr, report } = await push("mute", silent, { ...QUICK, bridge: "50s" });
  expect(exitCode).toBe(6);
  expect(stderr).toMatch(/The push of \S+ failed: registry unavailable; `install\.bridge` is used up/);
  expect(stderr).toMatch(STALLED);
  expect(report.journal.attempts[0]?.seconds).toBeGreaterThanOrEqual(60);
  expect(report.pushed).toEqual([]);
});

variation("a registry that stops answering in the upload of a configuration is pushed to again", async () => {
  const silent = firstAnswers(/^PATCH /, "silent");
  const { exitCode, stderr, report } = await push("stalled", silent, QUICK);
  expect(stderr).not.toContain("error:");
  expect(exitCode).toBe(0);
  expect(report.journal.attempts).toMatchObject([{ phase: "push", line: expect.stringMatching(STALLED) }]);
});

variation(
  "the upload of a layer that stood still goes on in the next push, once its connection has ended",
  async () => {
    const silent = firstAnswers(/^PATCH /, "silent");
    let pings = Number.NEGATIVE_INFINITY;
    const manner = (asked: Asked) => {
      const answer = silent(asked);
      if (answer) pings = 0;
      if (asked.path === "/v2/") pings += 1;
      // Surelayer's question whether it answers, then the engine's in the next push: that one waits for the same upload.
      if (pings === 2) setTimeout(() => front.hangUp(), 1000);
      return answer;
    };
    // No earlier push has brought its layer, which would be mounted then.
    const { exitCode, stderr, report } = await push("stuck", manner, QUICK, "freight");
    expect(stderr).not.toContain("error:");
    expect(exitCode).toBe(0);
    expect(report.journal.attempts).toMatchObject([{ phase: "push", line: expect.stringMatching(STALLED) }]);
  },
);
