import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FULL, installers } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { prepareBase } from "../support/prepared-base.ts";
import { wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

const HELD = [
  { name: "tts", version: "1.0", requires: ["part<2"] },
  { name: "part", version: "1.0" },
];
const DECLARED = {
  image: "nowhere.example/team/base:1",
  provides: { python: "3.11", packages: { tts: "1.0", part: "1.0" } },
};

let place: Workplace;
let index: PackageIndex;
let probed: { readonly image: string };
beforeAll(async () => {
  place = await Workplace.open();
  const files = [
    ...HELD.map(wheel),
    wheel({ name: "tts", version: "2.0", requires: ["part"] }),
    wheel({ name: "part", version: "2.0" }),
    wheel({ name: "strict", requires: ["part>=2"] }),
    wheel({ name: "wide", version: "1.0", requires: ["part"] }),
    wheel({ name: "wide", version: "2.0", requires: ["part>=2"] }),
    wheel({ name: "voices", requires: ["datasets", "pyarrow"] }),
    wheel({ name: "datasets", version: "2.14.4" }),
    wheel({ name: "pyarrow", version: "20.0.0" }),
    wheel({ name: "pyarrow", version: "26.0.1" }),
    wheel({ name: "needs-new", requires: ["pyarrow>=21"] }),
    wheel({ name: "first", requires: ["shared<2"] }),
    wheel({ name: "second", version: "1.0", requires: ["shared"] }),
    wheel({ name: "second", version: "2.0", requires: ["shared>=2"] }),
    wheel({ name: "free", version: "1.0" }),
    wheel({ name: "free", version: "2.0" }),
    wheel({ name: "bound", version: "1.0" }),
    wheel({ name: "bound", version: "2.0", requires: ["free<2"] }),
    wheel({ name: "shared", version: "1.0" }),
    wheel({ name: "shared", version: "2.0" }),
  ];
  index = new PackageIndex({ host: await place.gateway(), files });
  await index.start();
  const image = `surelayer-test-steering:${place.id}`;
  if (FULL) await prepareBase(place, image, HELD);
  probed = { image };
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

async function plan(name: string, base: object, packages: readonly string[], more = {}) {
  const phases = [{ name: "one", packages, ...more }];
  await place.write(`${name}/install.yml`, { version: 1, name, base, phases });
  const done = await place.run(["plan"], { cwd: place.path(name), env: { PIP_INDEX_URL: index.url } });
  const { plan: made } = await place.report(name);
  const chosen = made?.phases.flatMap((one) =>
    one.distributions.map((each) => `${each.name} ${each.version}`),
  );
  return { ...done, findings: made?.findings ?? [], chosen };
}

describe("versions that are known not to work together", () => {
  test("are gone around: the plan says with which bound, why, and what it moves", async () => {
    const { exitCode, findings, chosen } = await plan("around", DECLARED, ["voices"]);

    expect(exitCode).toBe(0);
    expect(chosen).toContain("pyarrow 20.0.0");
    expect(findings).toMatchObject([
      {
        id: "added-bounds",
        message: expect.stringMatching(
          /`pyarrow<21`: datasets 2\.14\.4 doesn't work beside pyarrow 26\.0\.1.*moves pyarrow 26\.0\.1 → 20\.0\.0/,
        ),
        remedy: expect.stringContaining("packages of phase one: `pyarrow<21`"),
      },
    ]);
  });

  test("are refused where nothing resolves without them", async () => {
    const { exitCode, stderr } = await plan("refused", DECLARED, ["voices", "needs-new"]);

    expect(exitCode).toBe(4);
    expect(stderr).toContain("datasets 2.14.4 doesn't work beside pyarrow 26.0.1");
  });

  test("are gone around in the next plan, too, without another resolution", async () => {
    await plan("twice", DECLARED, ["voices"]);
    const asked = index.requests.length;

    const { findings, chosen } = await plan("twice", DECLARED, ["voices"]);

    expect(chosen).toContain("pyarrow 20.0.0");
    expect(findings.map((one) => one.id)).toEqual(["added-bounds"]);
    expect(index.requests.length).toBe(asked);
  });
});

type Kind = readonly [name: string, base: () => object];
const DECLARED_KIND: Kind = ["declared", () => DECLARED];
const PROBED_KIND: Kind = ["probed", () => probed];

describe.each(installers(DECLARED_KIND, PROBED_KIND))(
  "what the packages of a %s base require",
  (kind, base) => {
    test("is no reason for anything as long as nobody moves it", async () => {
      const { exitCode, findings, chosen } = await plan(`kept-${kind}`, base(), ["wide<2"]);

      expect([exitCode, findings, chosen]).toEqual([0, [], ["wide 1.0"]]);
    });

    test("is met by older versions of what the phases ask for, and the plan says so", async () => {
      const { exitCode, findings, chosen } = await plan(`steered-${kind}`, base(), ["wide"]);

      expect(exitCode).toBe(0);
      expect(chosen).toEqual(["wide 1.0"]);
      const messages = findings.map((one) => one.message).join("\n");
      expect(messages).toMatch(
        /`part<2`: Phase one moves the base's part 1\.0 to 2\.0, and the base's tts 1\.0/,
      );
      expect(messages).toMatch(/wide is held back at 1\.0; the newest is 2\.0: wide 2\.0 requires part>=2/);
    });

    test("is reason to refuse where nothing else resolves", async () => {
      const { exitCode, stderr } = await plan(`refused-${kind}`, base(), ["strict"]);

      expect(exitCode).toBe(4);
      expect(stderr).toContain(
        "Phase one moves the base's part 1.0 to 2.0, and the base's tts 1.0 requires `part<2`.",
      );
      expect(stderr).toContain("Give phase one `environment: isolated`");
    });

    test("leaves an optional phase out that would break it", async () => {
      const optional = { optional: true };
      const { exitCode, stderr, chosen } = await plan(`optional-${kind}`, base(), ["strict"], optional);

      expect([exitCode, chosen]).toEqual([0, []]);
      expect(stderr).toContain("Optional phase one is left out: Phase one moves the base's part 1.0 to 2.0");
    });

    test("doesn't count for a package that the phases replace", async () => {
      const { exitCode, chosen } = await plan(`replaced-${kind}`, base(), ["strict", "tts>=2"]);

      expect([exitCode, chosen]).toEqual([0, ["part 2.0", "strict 1.0", "tts 2.0"]]);
    });
  },
);

test("a package that another one holds back is named with who holds it", async () => {
  const { exitCode, findings } = await plan("held", DECLARED, ["first", "second"]);

  expect(exitCode).toBe(0);
  expect(findings).toMatchObject([
    {
      id: "held-back",
      message: expect.stringMatching(/^second is held back at 1\.0; the newest is 2\.0: .*shared/),
      remedy: expect.stringContaining("No line was found in a short time"),
    },
  ]);
});

test("a package that is older only because of the order is named with the line that gets the newest", async () => {
  const { exitCode, findings } = await plan("order", DECLARED, ["free", "bound"]);

  expect(exitCode).toBe(0);
  expect(findings).toMatchObject([
    {
      id: "held-back",
      message:
        "bound is held back at 1.0; the newest is 2.0: bound 2.0 requires free<2, and the set has free 2.0.",
      remedy: "`bound>=2.0` in phase one gets a newer one (tried). It moves bound 1.0 → 2.0, free 2.0 → 1.0.",
    },
  ]);
});
