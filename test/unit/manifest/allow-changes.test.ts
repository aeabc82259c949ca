import { describe, expect, test } from "vitest";
import { matchesPath } from "../../../src/manifest/path-pattern.ts";
import { good, problemsOf } from "./manifest-text.ts";

describe("a pattern of paths", () => {
  test.each([
    ["/etc/demo.conf", "/etc/demo.conf"],
    ["/etc/*.conf", "/etc/demo.conf"],
    ["/etc/d?mo.*", "/etc/demo.conf"],
    ["/opt/demo/**", "/opt/demo/a"],
    ["/opt/demo/**", "/opt/demo/a/b/c"],
    ["/opt/**/b/*.py", "/opt/demo/a/b/c.py"],
    ["/opt/demo/**/c", "/opt/demo/c"],
    ["/opt/a*b*c", "/opt/a-b-b-c"],
  ])("%s means %s", (pattern, path) => {
    expect(matchesPath(pattern, path)).toBe(true);
  });

  test.each([
    ["/etc/demo.conf", "/etc/demo.conf.d"],
    ["/etc/demo", "/etc/demo/deep"],
    ["/etc/*", "/etc/demo/deep"],
    ["/opt/demo/**", "/opt/demo"],
    ["/opt/demo/**", "/opt/demo2/a"],
    ["/etc/demo.conf", "/etc/demoxconf"],
    ["/opt/a*b*c", "/opt/a-c-b"],
  ])("%s doesn't mean %s", (pattern, path) => {
    expect(matchesPath(pattern, path)).toBe(false);
  });

  test("takes no time that explodes", () => {
    const started = performance.now();
    expect(matchesPath(`/opt/${"a*".repeat(2000)}b`, `/opt/${"a".repeat(4000)}`)).toBe(false);
    expect(matchesPath(`/opt${"/**/a".repeat(20)}/x`, `/opt/${"a/".repeat(500)}b`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

const wide = (shown: string) => [
  `7:17: \`allow_changes[0]\`: \`${shown}\` would let most of the image change; write the file or its folder, such as \`/etc/demo/**\``,
];

test.each([
  ["/", wide("/")],
  ["/**", wide("/**")],
  ["/*/demo", wide("/*/demo")],
  ["/usr", wide("/usr")],
  ["/usr/**", wide("/usr/**")],
  ["/etc/*", wide("/etc/*")],
  ["/opt/demo/**", []],
  ["/app/**", []],
  ["etc/demo", ["7:17: `allow_changes[0]`: `etc/demo` isn't absolute; write `/etc/demo`"]],
  ["/opt/../etc/x", ["7:17: `allow_changes[0]`: `/opt/../etc/x` isn't in its shortest form; write `/etc/x`"]],
])("%s as a path that may change", (pattern, says) => {
  expect(problemsOf(good(`allow_changes: ["${pattern}"]\n`))).toEqual(says);
});

test("what isn't a list of paths is told what to write", () => {
  expect(problemsOf(good("allow_changes: /etc/demo\n"))).toEqual([
    "7:16: `allow_changes` must be a list of paths, not text; write `allow_changes: [/etc/demo.conf]`",
  ]);
});
