import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { classifyFailure } from "../../../src/failures/classify-failure.ts";
import type { ClassifiedFailure, FailureEvidence } from "../../../src/failures/failure-class.ts";

function classified(output: string, evidence: Partial<FailureEvidence> = {}): ClassifiedFailure {
  return classifyFailure({ tool: "uv", exitCode: 1, oomKills: 0, ...evidence, output });
}

function excerpt(file: string): string {
  return readFileSync(new URL(`../../corpus/failures/${file}.txt`, import.meta.url), "utf8");
}

const FAILED_BUILD = [
  "error: Failed to build `flash-attn==2.8.3`",
  "  cause: The build backend returned an error",
  "",
  "         [stderr]",
  "         c++: internal compiler error",
].join("\n");

describe("what counts first", () => {
  test("the kernel's count of kills, whatever the installer says", () => {
    const found = classified(FAILED_BUILD, { oomKills: 1 });

    expect(found.class.id).toBe("O1");
    expect(found.line).toBe("The kernel killed 1 process of the container because its memory was used up.");
  });

  test("the installer itself was killed when it ended with 137", () => {
    expect(classified("", { exitCode: 137, oomKills: 2 }).class.id).toBe("O2");
    expect(classified("", { exitCode: 137, oomKills: 0 }).class.id).toBe("S2");
  });

  test("a full disk before the memory that a tmpfs took", () => {
    expect(classified("OSError: [Errno 28] No space left on device", { oomKills: 1 }).class.id).toBe("D1");
  });

  test("the first cause, not the last line", () => {
    const output = [
      "E: Failed to fetch http://mirror.example/Packages  Hash Sum mismatch",
      "E: Unable to locate package ffmpeg",
    ].join("\n");

    const found = classified(output, { tool: "apt", exitCode: 100 });

    expect(found.class.id).toBe("N9");
    expect(found.line).toContain("Hash Sum mismatch");
  });

  test("uv's last cause before its headline", () => {
    expect(classified(excerpt("uv/no-such-host")).line).toBe("cause: dns error");
  });

  test("words of a failing build are not those of the installer", () => {
    const output = `${FAILED_BUILD}\n         503 Service Unavailable, Hash mismatch for x, connection refused (os error 111)`;

    expect(classified(output).class.id).toBe("B4");
  });
});

describe("pip's “no matching distribution”", () => {
  const verdict = [
    "ERROR: Could not find a version that satisfies the requirement demo==2.0 (from versions: none)",
    "ERROR: No matching distribution found for demo==2.0",
  ];

  test("may hide an outage when there is no debug log", () => {
    const found = classified(verdict.join("\n"), { tool: "pip" });

    expect(found.class.id).toBe("N0");
    expect(found.class.retry).not.toBe("never");
  });

  test("is an outage when the page of this package could not be had", () => {
    const page = "Could not fetch URL http://index.example/simple/demo/: 503 Server Error: x - skipping";

    expect(classified([page, ...verdict].join("\n"), { tool: "pip" }).class.id).toBe("N3");
  });

  test("isn't one when it was the page of another package", () => {
    const log = [
      "Could not fetch URL http://index.example/simple/other/: 503 Server Error: x - skipping",
      "Getting page http://index.example/simple/demo/",
      "ERROR: Could not find a version that satisfies the requirement demo==2.0 (from versions: 1.0, 1.1)",
    ];

    expect(classified(log.join("\n"), { tool: "pip" }).class.id).toBe("R1");
  });

  test("is about Python only when the version that was asked for wants another one", () => {
    const ignored = (versions: string) =>
      [
        `ERROR: Ignored the following versions that require a different python version: ${versions} Requires-Python >=3.13`,
        "ERROR: Could not find a version that satisfies the requirement demo==2.0 (from versions: 1.0)",
      ].join("\n");

    expect(classified(ignored("2.0"), { tool: "pip" }).class.id).toBe("R2");
    expect(classified(ignored("1.9"), { tool: "pip" }).class.id).toBe("R1");
  });

  test("says nothing of a host that pip passed over, and missed nothing for it", () => {
    const output = [
      "WARNING: The repository located at index.example is not a trusted or secure host and is being ignored.",
      "Successfully built demo",
      "ERROR: Could not install packages due to an OSError: RECORD",
    ].join("\n");

    expect(classified(output, { tool: "pip" }).class.id).toBe("W1");
  });

  test("says nothing of a request that was tried again with success", () => {
    const log = [
      "WARNING: Retrying (Retry(total=1)) after connection broken by 'ReadTimeoutError(Read timed out.)': /simple/demo/",
      "ERROR: Cannot install a and b because these package versions have conflicting dependencies.",
    ];

    expect(classified(log.join("\n"), { tool: "pip" }).class.id).toBe("R3");
  });
});

describe("a command that runs an installer", () => {
  test.each([
    ["index/pip26-page-503", "N3"],
    ["index/uv-file-404", "N6G"],
    ["build/uv-missing-header", "B9"],
    ["build/pip23-backend-failure", "B4"],
    ["apt/apt-lists-503", "N9"],
    ["container/pip-outage-printed", "N0"],
    ["container/uv-managed", "P2"],
  ])("is understood by the installer's words: %s", (file, id) => {
    expect(classified(excerpt(file), { tool: "command" }).class.id).toBe(id);
  });
});

describe("what is read besides the class", () => {
  test.each([
    ["index/pip23-page-503", "pip", "http://index.example/page-503/simple/big/"],
    ["index/pip26-file-503", "pip", "http://index.example/file-503/files/big-1.0-py3-none-any.whl"],
    ["index/pip23-file-404", "pip", "http://index.example/file-404/files/big-1.0-py3-none-any.whl"],
    ["index/uv-page-reset", "uv", "http://index.example/page-reset/simple/big/"],
    ["index/uv-file-429", "uv", "http://index.example/file-429/files/big-1.0-py3-none-any.whl"],
  ] as const)("the address that failed: %s", (file, tool, address) => {
    const found = classified(excerpt(file), { tool });

    expect(found.address).toBe(address);
  });

  test("no login of an address", () => {
    const line =
      "  cause: HTTP status client error (401 Unauthorized) for url (https://me:secret@index.example/simple/demo/)";

    expect(classified(line).address).toBe("https://index.example/simple/demo/");
  });

  test.each([
    ["index/pip23-file-swap", "pip"],
    ["index/pip26-file-swap", "pip"],
    ["index/uv-locked-swap", "uv"],
  ] as const)("the hash of what came: %s", (file, tool) => {
    const found = classified(excerpt(file), { tool });

    expect(found.class.id).toBe("H1");
    expect(found.gotFile).toMatch(/^[0-9a-f]{64}$/);
  });

  test("the hash of what came instead of a system package, not of a list", () => {
    const archive = classified(excerpt("apt/apt-deb-flip"), { tool: "apt" });
    const list = classified(excerpt("apt/apt-lists-flip"), { tool: "apt" });

    expect(archive.class.id).toBe("N9");
    expect(archive.gotFile).toBe("ea0ec017cf8df47863764a181edc193c2ef5e9183be27d52a4267f33b142de91");
    expect(list.gotFile).toBeUndefined();
  });

  test("the size of what came, where uv sees that it isn't the planned one before it has hashed all of it", () => {
    const cause = "Size mismatch for `big==1.0`: expected 9000 bytes, but downloaded 11053 bytes";

    const found = classified(`error: Failed to download \`big==1.0\`\n  cause: ${cause}`, { tool: "uv" });

    expect(found).toMatchObject({ class: { id: "H1" }, gotFile: "11053 bytes" });
  });

  test.each([
    ["build/uv-missing-torch", "uv"],
    ["build/pip26-missing-torch", "pip"],
  ] as const)("a module that a build misses: %s", (file, tool) => {
    const found = classified(excerpt(file), { tool });

    expect(found).toMatchObject({ class: { id: "B1", recovery: "no-build-isolation" } });
    expect(found.line).toContain("torch");
  });

  test.each([
    ["HTTP 429, Retry-After: 17", 17],
    ["429 Client Error: Too Many Requests, please retry after 30 seconds", 30],
    ['429 Client Error: RateLimit: "api";r=0;t=55', 55],
    ["toomanyrequests: retry-after: 883.51ms, allowed: 2000/minute", 1],
    ["toomanyrequests: retry-after: 2m", 120],
    ["You have exceeded a secondary rate limit. Please wait a few minutes", 60],
    ["You have exceeded a secondary rate limit. retry-after: 7", 7],
    ["429 Client Error: Too Many Requests", undefined],
  ])("how long the server asks to wait: %s", (line, seconds) => {
    const log = `ERROR: HTTP error 429 while getting http://index.example/x.whl\n${line}`;

    expect(classified(log, { tool: "pip" }).retryAfterSeconds).toBe(seconds);
  });

  test("the system package that apt doesn't find", () => {
    expect(classified("E: Unable to locate package ffmpeg", { tool: "apt", exitCode: 100 })).toMatchObject({
      class: { id: "N9P", retry: "once" },
      line: "E: Unable to locate package ffmpeg",
    });
  });
});

describe("an end without words", () => {
  test.each([
    ["command", 134, "S1"],
    ["command", 139, "S1"],
    ["command", 137, "S2"],
    ["command", 143, "S2"],
    ["command", 3, "U"],
    ["command", null, "S2"],
    ["engine", null, "X1"],
  ] as const)("%s, exit code %s", (tool, exitCode, id) => {
    const found = classified("", { tool, exitCode });

    expect(found.class.id).toBe(id);
    expect(found.line).not.toBe("");
  });

  test("words of the engine that nobody knows are not a lost engine", () => {
    expect(classified("something new", { tool: "engine", exitCode: null }).class.id).toBe("U");
  });
});
