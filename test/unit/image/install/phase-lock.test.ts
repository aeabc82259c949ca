import { describe, expect, test } from "vitest";
import { phaseLock } from "../../../../src/image/install/installer-files.ts";
import { parseLock } from "../../../../src/python/lock.ts";
import { plannedWheel } from "../../../support/plans.ts";

describe("the lock of one phase", () => {
  const wheel = plannedWheel("alpha");
  const source = { ...plannedWheel("beta"), kind: "sdist" as const };

  test("reads back as exactly the planned files", () => {
    const [alpha, beta] = parseLock(phaseLock([wheel, source], new Map()));

    expect(alpha).toMatchObject({ name: "alpha", version: "1.0", wheels: [wheel.file], sdist: undefined });
    expect(beta).toMatchObject({ name: "beta", wheels: [], sdist: source.file });
  });

  test("leaves out a size that nobody knows", () => {
    const [read] = parseLock(phaseLock([{ ...wheel, file: { ...wheel.file, bytes: null } }], new Map()));

    expect(read?.wheels[0]?.bytes).toBeUndefined();
  });

  test("keeps names that TOML must quote", () => {
    const url = 'https://files.example/a"b\\c.whl?x=1&y=ü';

    const [read] = parseLock(phaseLock([{ ...wheel, file: { ...wheel.file, url } }], new Map()));

    expect(read?.wheels[0]?.url).toBe(url);
  });

  test("a file that lies in the container is read from there", () => {
    const text = phaseLock([wheel, source], new Map([[wheel.file.sha256, "/dev/x/alpha.whl"]]));
    expect(text).toContain('path = "/dev/x/alpha.whl"');
    expect(text).not.toContain(wheel.file.url);
    expect(text).toContain(wheel.file.sha256);
  });
});
