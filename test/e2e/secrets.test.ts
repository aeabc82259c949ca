import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ActionRunner, type StepOutcome } from "../support/action-runner.ts";
import { canariesBelow, canariesIn } from "../support/canaries.ts";
import { PackageIndex } from "../support/package-index.ts";
import { packing } from "../support/packing-backend.ts";
import { sourceDistribution } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

const CANARIES = {
  index: "index/p@ss:word+5711",
  netrc: "netrc-p4ssword-5712",
  docker: "docker-p4ssword-5713",
  proxy: "proxy@p4ssword-5714",
  GITHUB_TOKEN: "ghs_0123456789abcdefgh5715",
  HF_TOKEN: "hf_0123456789abcdefgh5716",
  MY_SERVICE_PASSWORD: "service-5717-pässword",
};

/** A package that knows all of them, from wherever, and says them in every spelling. */
const LOUD = [
  "import base64, json, sys, urllib.parse",
  `for one in json.loads(${JSON.stringify(JSON.stringify(Object.values(CANARIES)))}):`,
  "    for said in [one, urllib.parse.quote(one, safe=''), json.dumps(one)] + [",
  "        base64.b64encode(('x' * n + one).encode()).decode() for n in range(3)]:",
  "        print('::error file=install.yml,line=1::' + said, flush=True)",
  "        print('token', said, file=sys.stderr, flush=True)",
].join("\n");

let place: Workplace;
let index: PackageIndex;
let env: Record<string, string>;
beforeAll(async () => {
  place = await Workplace.open();
  const raising = `${LOUD}\nraise RuntimeError(${JSON.stringify(Object.values(CANARIES).join(" "))})`;
  const files = [
    await sourceDistribution("loud", `${LOUD}\n${packing("loud")}`, { files: { "loud/__init__.py": "" } }),
    await sourceDistribution("raising", raising),
  ];
  const login = { username: "me", password: CANARIES.index };
  index = new PackageIndex({ host: await place.gateway(), files, login });
  await index.start();
  await place.write("home/.netrc", `machine unused.example login me password ${CANARIES.netrc}\n`);
  const auth = Buffer.from(`me:${CANARIES.docker}`).toString("base64");
  await place.write("docker/config.json", { auths: { "registry.example": { auth } } });
  env = {
    PIP_INDEX_URL: `http://me:${encodeURIComponent(CANARIES.index)}@${index.address}/simple/`,
    // The index speaks plain HTTP, and is reached without it.
    https_proxy: `http://proxy-user:${encodeURIComponent(CANARIES.proxy)}@proxy.example:3128`,
    ...{ HOME: place.path("home"), DOCKER_CONFIG: place.path("docker") },
    ...{ GITHUB_TOKEN: CANARIES.GITHUB_TOKEN, HF_TOKEN: CANARIES.HF_TOKEN },
    MY_SERVICE_PASSWORD: CANARIES.MY_SERVICE_PASSWORD,
  };
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

async function step(name: string): Promise<StepOutcome> {
  const phases = [{ name: "only", packages: [name] }];
  await place.write(`${name}/install.yml`, { version: 1, name, base: { image: place.base }, phases });
  return await new ActionRunner(place, name).run({}, env);
}

/** Where a runner keeps or shows something. Masks name the secrets on purpose, and the runner shows none of them. */
async function leaks(folder: string, { stdout, stderr, summary, outputs }: StepOutcome) {
  const shown = stdout.replaceAll(/^::add-mask::.*$/gm, "");
  const places = { stdout: shown, stderr, summary, outputs: JSON.stringify(outputs) };
  return [
    ...Object.entries(places).flatMap(([sink, text]) =>
      canariesIn(text, CANARIES).map((name) => `${sink}: ${name}`),
    ),
    ...(await canariesBelow(place.path(folder), CANARIES)),
  ];
}

describe("no login and no token stands in the log, the annotations, the job summary or the outputs of a step", () => {
  test("that succeeds with a package that says them all", async () => {
    const main = await step("loud");

    expect(main.exitCode, main.stderr).toBe(0);
    expect(main.summary).toContain("loud built");
    expect(await leaks("loud", main)).toEqual([]);
  });

  test("that fails with them on its lips", async () => {
    const main = await step("raising");

    expect(main.exitCode).toBe(1);
    expect(main.summary).toContain("***");
    expect(main.commands.filter((one) => one.name === "error")).not.toEqual([]);
    expect(await leaks("raising", main)).toEqual([]);
  });
});
