import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { resolutionError } from "../../../../src/resolve/conflicts/resolution-error.ts";
import {
  BuildError,
  ConflictError,
  RegistryError,
  type SurelayerError,
} from "../../../../src/text/errors.ts";
import { requestOf } from "../../../support/manifests.ts";
import { threadMilliseconds } from "../../../support/thread-time.ts";

const REQUEST = requestOf({ speech: ["shared>=1", "nothere"], words: ["modern==3.0"] }, "keep: [kept]\n");

/** What uv 0.13.9 printed when it met the fault; index host and paths replaced. */
function explained(name: string, request = REQUEST): SurelayerError {
  return resolutionError(
    readFileSync(new URL(`../../../corpus/uv-stderr/${name}.txt`, import.meta.url), "utf8"),
    request,
  );
}

test.each([
  ["certificate expired: verification time 1795392048 (UNIX), but certificate is not valid after 1", /clock/],
  ["certificate not valid yet: verification time 1795392056 (UNIX), but not before 1795824048", /clock/],
  ["UnknownIssuer", /SSL_CERT_FILE/],
])("a certificate that isn't trusted: %s", (cause, remedy) => {
  const error = resolutionError(
    `error: Failed to fetch\n  cause: invalid peer certificate: ${cause}\n`,
    REQUEST,
  );

  expect(error).toBeInstanceOf(RegistryError);
  expect(error.remedy).toMatch(remedy);
});

test("a package without a wheel, where nothing may be built", () => {
  const error = explained("source-only");

  expect(error).toBeInstanceOf(ConflictError);
  expect(error.message).toContain("no wheel that will do of jieba");
  expect(error.remedy).toMatch(/docker pull[\s\S]*--write-lock pylock\.toml[\s\S]*lock: pylock\.toml/);
});

describe("a conflict of the manifest", () => {
  test.each([
    ["unknown-package", "No package named nothere is in the index."],
    ["unknown-dependency", "No package named nothere is in the index."],
    ["bound-unknown", "No package named nothere is in the index."],
    ["absent-version", "The index has no shared==9.9."],
    ["bound-absent", "The index has no shared==7."],
    ["absent-range", "The index has no shared>=3."],
    ["extra", "The index has no shared==7."],
    ["conflict", "The phases' packages can't be installed together."],
    ["conflict-pins", "The phases' packages can't be installed together."],
    ["conflict-kept", "The phases' packages can't be installed together."],
    ["requires-python", "modern==3.0 needs Python >=3.14; the base image has 3.11.7."],
    ["metadata-gone", "A file that the index lists is gone from it."],
  ])("%s", (name, message) => {
    const error = explained(name);

    expect(error).toBeInstanceOf(ConflictError);
    expect(error.message).toBe(message);
    expect(error.remedy).toBeTruthy();
  });

  test("the chain that causes it is shown", () => {
    expect(explained("conflict").evidence).toBe(
      [
        "No solution found when resolving dependencies",
        "Because all versions of beta depend on shared>=2 and all versions of alpha depend on shared<2, we can conclude that all versions of alpha and all versions of beta are incompatible.",
        "And because you require alpha==1.0 and beta==1.0, we can conclude that your requirements are unsatisfiable.",
      ].join("\n"),
    );
  });

  test("the phase that names an unknown package is named", () => {
    expect(explained("unknown-package").remedy).toContain("phase speech");
  });

  test("a phase whose package only begins with the same letters isn't named", () => {
    const request = requestOf({ speech: ["nothere-else"] });

    const { remedy } = explained("unknown-dependency", request);

    expect(remedy).toContain("another package asks for it");
  });

  test("a kept build that the index lacks is blamed on `keep`, not on a pin that nobody wrote", () => {
    const error = explained("kept-absent");

    expect(error.message).toBe("The index has no kept==2.7.0+cu128.");
    expect(error.remedy).toMatch(/base image holds this kept.*`indexes`.*`keep`/);
  });

  test("a kept package that a phase pins to the absent version is blamed on the pin", () => {
    const request = requestOf({ speech: ["kept==2.7.0+cu128"] }, "keep: [kept]\n");

    expect(explained("kept-absent", request).remedy).toContain("write a version of kept");
  });
});

describe("a fault of the index", () => {
  test.each([
    ["unreachable", /Connection refused/],
    ["unavailable", /503 Service Unavailable/],
    ["no-such-host", /dns error/],
    ["metadata-503", /503 Service Unavailable/],
  ])("%s", (name, evidence) => {
    const error = explained(name);

    expect(error).toBeInstanceOf(RegistryError);
    expect(error.message).toBe("The package index didn't answer as an index should.");
    expect(error.evidence).toMatch(evidence);
  });

  test.each(["unauthorized", "forbidden"])("%s is no misspelt name", (name) => {
    const error = explained(name);

    expect(error).toBeInstanceOf(RegistryError);
    expect(error.message).toContain("credentials");
  });
});

describe("anything else", () => {
  test("is a failed build with uv's own words", () => {
    const error = resolutionError("error: something new\n", REQUEST);

    expect(error).toBeInstanceOf(BuildError);
    expect(error.evidence).toBe("something new");
  });

  test("silence is a failed build, too", () => {
    expect(resolutionError("", REQUEST)).toBeInstanceOf(BuildError);
  });

  test.each([
    ["one long line", "a".repeat(500_000)],
    ["blanks", `${" ".repeat(200_000)}\n`.repeat(3)],
    ["the beginning of a message, again and again", "there is no version of a[".repeat(30_000)],
    ["half of another one", "Because only a-".repeat(40_000)],
    ["an HTTP error without end", "HTTP status client error (4".repeat(30_000)],
  ])("takes no quadratic time: %s", (_, text) => {
    const started = threadMilliseconds();

    resolutionError(text, REQUEST);

    expect(threadMilliseconds() - started).toBeLessThan(500);
  });
});
