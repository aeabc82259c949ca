import { describe, expect, test } from "vitest";
import { cachedStep, installSteps, withoutCached } from "../../../../src/image/install/install-steps.ts";
import { pipLinks, pipRequirements } from "../../../../src/image/install/installer-files.ts";
import { buildLock, buildWheel } from "../../../support/build-locks.ts";
import { plannedWheel } from "../../../support/plans.ts";

const wheel = plannedWheel("alpha");
const maker = buildWheel("maker", "2.0");
const source = { ...plannedWheel("beta"), kind: "sdist" as const, build: buildLock(maker) };
const MAKER = `/dev/wheels/${maker.file.sha256}/${maker.file.name}`;
const FACTS = {
  installer: "uv" as const,
  interpreter: "/usr/bin/python3",
  basePython: "/usr/bin/python3",
  distributions: [wheel, source],
  withoutIsolation: false,
  cached: new Set<string>(),
  local: new Map([[maker.file.sha256, MAKER]]),
};

describe("with uv", () => {
  test("all wheels go in at once, from a lock and without an index", () => {
    const steps = installSteps({ ...FACTS, distributions: [wheel, plannedWheel("gamma")] });
    expect(steps).toHaveLength(1);
    expect(steps[0]?.files.map((one) => one.name)).toEqual(["pylock.toml"]);
    expect(steps[0]?.command.slice(-2)).toEqual(["-r", "pylock.toml"]);
    expect(steps[0]?.command).toContain("--no-index");
    expect(steps[0]?.command.join(" ")).not.toContain("isolation");
    expect(steps[0]?.builds).toBeUndefined();
  });

  test("wheels go in before the first source is built, in isolation", () => {
    const [first, second, ...more] = installSteps(FACTS);
    expect(more).toEqual([]);
    expect(first?.builds).toBeUndefined();
    expect(first?.files[0]?.content).not.toContain("beta");
    expect(second?.builds).toBe(true);
    expect(second?.files[0]?.content).not.toContain("alpha");
    expect(second?.command.join(" ")).not.toContain("isolation");
  });

  test("a source is built with exactly what the plan locks for it, checked by hash", () => {
    const [wheels, built, ...more] = installSteps(FACTS);
    expect(more).toEqual([]);
    expect(wheels?.command.join(" ")).not.toContain("constraints");
    const pins = `maker==2.0 --hash=sha256:${maker.file.sha256}\n`;
    expect(built?.files[1]).toEqual({ name: "build-constraints.txt", content: pins });
    const command = built?.command.join(" ");
    expect(command).toContain("--build-constraints build-constraints.txt");
    expect(command).toContain(`--find-links /dev/wheels/${maker.file.sha256}`);
    expect(command).toContain("--no-index");
  });

  test("sources that are built with other files are built apart", () => {
    const alike = { ...source, name: "gamma" };
    const other = { ...source, name: "delta", build: buildLock(buildWheel("maker", "1.0")) };
    const steps = installSteps({ ...FACTS, distributions: [source, other, alike] });
    expect(steps.map(({ files }) => files[0]?.content.match(/^name = "(\w+)"$/gm))).toEqual([
      ['name = "beta"', 'name = "gamma"'],
      ['name = "delta"'],
    ]);
  });

  test("without isolation the wheels go in first, and only the source is built against them", () => {
    const [first, second, ...more] = installSteps({ ...FACTS, withoutIsolation: true });
    expect(more).toEqual([]);
    expect(first?.files[0]?.content).toContain("alpha");
    expect(first?.files[0]?.content).not.toContain("beta");
    expect(second?.files[0]?.content).not.toContain("alpha");
    expect(second?.command.join(" ")).toContain("--no-build-isolation-package beta");
    expect(second?.command.join(" ")).not.toContain("--find-links");
  });

  test("what an earlier try has downloaded goes in offline first, and everything goes in where that fails", () => {
    const cached = new Set([`alpha==${wheel.version}`, "gamma==1.0"]);
    const facts = { ...FACTS, cached };
    const step = cachedStep(facts);
    expect(step?.command.at(-1)).toBe("--offline");
    expect(step?.files[0]?.content).not.toContain("beta");
    expect(installSteps(facts)[0]?.files[0]?.content).toContain("alpha");
  });

  test("what went in offline doesn't go in again", () => {
    const facts = { ...FACTS, cached: new Set([`alpha==${wheel.version}`]) };
    const [step, ...more] = installSteps(withoutCached(facts));
    expect(more).toEqual([]);
    expect(step?.files[0]?.content).not.toContain("alpha");
    expect(step?.files[0]?.content).toContain("beta");
    expect(installSteps(withoutCached({ ...facts, distributions: [wheel] }))).toEqual([]);
  });

  test("what the base holds in the same version is installed all the same", () => {
    expect(installSteps(FACTS)[0]?.command).toContain("--reinstall");
  });

  test("without a source there is nothing to isolate", () => {
    expect(installSteps({ ...FACTS, distributions: [wheel], withoutIsolation: true })).toHaveLength(1);
  });
});

describe("with pip", () => {
  test("nothing goes in offline: its cache asks the servers in any case", () => {
    const facts = { ...FACTS, installer: "pip" as const, cached: new Set([`alpha==${wheel.version}`]) };
    expect(cachedStep(facts)).toBeUndefined();
    expect(withoutCached(facts)).toEqual(facts);
  });

  const [step] = installSteps({ ...FACTS, installer: "pip" });

  test("only the planned files, by hash, and a log that says what really happened", () => {
    const command = step?.command.join(" ") ?? "";
    expect(command).toContain("--no-deps --require-hashes");
    expect(command).toContain("--no-index --find-links /dev/surelayer/scratch/work/links.html");
    expect(command).toContain("--log pip.log");
    expect(step?.files.map((one) => one.name)).toEqual(["links.html", "requirements.txt"]);
  });

  test("sources go in last, and are built with what the plan locks for them, and no index", () => {
    const [wheels, sources, ...more] = installSteps({ ...FACTS, installer: "pip" });
    expect(more).toEqual([]);
    for (const one of [wheels, sources]) expect(one?.command).toContain("--no-index");
    expect(sources?.files[1]?.content).toMatch(/^beta==/);
    expect(sources?.files[2]?.content).toContain(`file://${MAKER}#sha256=${maker.file.sha256}`);
    expect(sources?.files[3]?.content).toBe("maker==2.0\n");
    expect(sources?.command.join(" ")).toContain("--find-links /dev/surelayer/scratch/work/build-links.html");
  });

  test("the locked versions are told to old and new pips, for the sources alone", () => {
    const [wheels, sources] = installSteps({ ...FACTS, installer: "pip" as const });
    expect(wheels?.env).toEqual({});
    const path = "/dev/surelayer/scratch/work/build-constraints.txt";
    expect(sources?.env).toEqual({ PIP_BUILD_CONSTRAINT: path, PIP_CONSTRAINT: path });
  });

  test("an environment without pip is served by the base's", () => {
    const [inside] = installSteps({ ...FACTS, installer: "pip", interpreter: "/opt/x/bin/python" });
    expect(inside?.command.slice(0, 6)).toEqual([
      ...["/usr/bin/python3", "-m", "pip", "--python", "/opt/x/bin/python", "install"],
    ]);
  });

  test("requirements name version and hash", () => {
    expect(pipRequirements([wheel])).toBe(`alpha==${wheel.version} --hash=sha256:${wheel.file.sha256}\n`);
  });

  test("a file that lies in the container is linked there", () => {
    const local = new Map([[wheel.file.sha256, "/dev/x y/alpha.whl"]]);
    expect(pipLinks([wheel], local)).toContain(
      `href="file:///dev/x%20y/alpha.whl#sha256=${wheel.file.sha256}"`,
    );
  });

  test("a source whose address says no version is told it; one whose address does, and a wheel, aren't", () => {
    const named = { ...source.file, name: "beta-1.0.tar.gz" };
    const archive = { ...source, file: { ...named, url: "https://files.example/archive/0123abcd.tar.gz" } };
    const plain = { ...source, file: { ...named, url: "https://files.example/beta-1.0.tar.gz" } };
    const page = pipLinks([archive, plain, wheel], new Map());

    expect(page).toContain(`0123abcd.tar.gz#sha256=${named.sha256}&amp;egg=beta-1.0"`);
    expect(page.match(/egg=/g)).toHaveLength(1);
  });

  test("an address can't leave its attribute", () => {
    const file = { ...wheel.file, url: 'https://files.example/a"><b>&x', name: "<a>.whl" };
    const page = pipLinks([{ ...wheel, file }], new Map());
    expect(page).toContain('href="https://files.example/a&quot;&gt;&lt;b&gt;&amp;x#sha256=');
    expect(page).toContain("&lt;a&gt;.whl</a>");
  });
});
