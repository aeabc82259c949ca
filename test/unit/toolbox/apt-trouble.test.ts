import { describe, expect, test } from "vitest";
import { aptError, aptEvidence, aptTrouble } from "../../../src/toolbox/apt-trouble.ts";
import { threadMilliseconds } from "../../support/thread-time.ts";

/** Seen with apt 2.6.1 on bookworm against the mirror of test/support, the last two as its sources have them. */
const SEEN = [
  [
    "network",
    "E: Failed to fetch http://172.17.0.1:1/pool/speaker_1.0_all.deb  503  Service Unavailable [IP: 172.17.0.1 1]",
  ],
  ["network", "E: Failed to fetch http://172.17.0.1:1/pool/speaker_1.0_all.deb  Hash Sum mismatch"],
  [
    "network",
    "E: Failed to fetch http://m.example/pool/x.deb  File has unexpected size (350 != 701). Mirror sync in progress? [IP: 172.17.0.1 1]",
  ],
  [
    "network",
    "E: Failed to fetch http://m.example/pool/x.deb  Could not connect to m.example:1 (172.17.0.1), connection timed out",
  ],
  [
    "network",
    "W: Failed to fetch http://m.example/dists/stable/InRelease  Temporary failure resolving 'm.example'",
  ],
  ["network", "E: The repository 'http://m.example stable Release' does not have a Release file."],
  [
    "network",
    "E: Release file for http://m.example/dists/stable/InRelease is not valid yet (invalid for another 3h 2min 1s). Updates for this repository will not be applied.",
  ],
  ["absent", "E: Unable to locate package speeker"],
  ["absent", "E: Version '1.0' for 'old' was not found"],
  ["absent", "E: Package 'sox' has no installation candidate"],
  [
    "unsatisfiable",
    "The following packages have unmet dependencies:\n needy : Depends: nowhere (>= 3) but it is not installable\nE: Unable to correct problems, you have held broken packages.",
  ],
  ["unsatisfiable", "E: Packages need to be removed but remove is disabled."],
  [
    "no-space",
    "dpkg: error processing archive /x.deb (--unpack):\n cannot copy extracted data: failed to write (No space left on device)",
  ],
  ["no-space", "E: You don't have enough free space in /dev/surelayer/scratch/apt/archives/."],
  [
    "other",
    "dpkg: error processing package broken (--configure):\nE: Sub-process /usr/bin/dpkg returned an error code (1)",
  ],
] as const;

test.each(SEEN)("%s: %s", (trouble, output) => {
  expect(aptTrouble(output)).toBe(trouble);
});

describe("the error", () => {
  test.each([
    ["network", 6],
    ["absent", 4],
    ["unsatisfiable", 4],
    ["no-space", 3],
    ["other", 1],
  ] as const)("of %s has exit code %d and says what to do", (trouble, exitCode) => {
    const [, output = ""] = SEEN.find(([one]) => one === trouble) ?? [];
    const error = aptError("The system packages of phase speech", output);
    expect(error.exitCode).toBe(exitCode);
    expect(error.message).toContain("The system packages of phase speech");
    expect(error.remedy).toMatch(/\w/);
    expect(error.evidence).toMatch(/\w/);
  });
});

test("evidence is apt's own errors, each once, else the end of the output", () => {
  const chatter = "Reading package lists...\nGet:1 http://m.example\n";
  expect(aptEvidence(`${chatter}E: one\nE: one\nW: two\n`)).toBe("E: one\nW: two");
  expect(aptEvidence(chatter)).toBe("Reading package lists...\nGet:1 http://m.example");
});

test.each(["Version '", "Release file for ", "E: ", " x : Depends "])(
  "a megabyte of %j is read in no time",
  (part) => {
    const started = threadMilliseconds();
    aptError("x", part.repeat(1e6 / part.length));
    expect(threadMilliseconds() - started).toBeLessThan(2000);
  },
);
