import { describe, expect, test } from "vitest";
import { Unsolved } from "../../../src/resolve/conflicts/unsolved.ts";
import type { ResolverEnvironment } from "../../../src/resolve/environment/resolver-environment.ts";
import { solve } from "../../../src/resolve/run-uv.ts";
import { RegistryError } from "../../../src/text/errors.ts";
import { testPorts } from "../../support/test-ports.ts";
import { request, settled } from "./steering/answers.ts";

/** A place in which uv fails with these words. */
function failing(stderr: string): ResolverEnvironment {
  return {
    ...{ folder: "/work", uv: "uv", python: "python3", onMachine: true },
    pythonFlags: () => [],
    buildFlags: () => [],
    write: async () => undefined,
    run: async () => ({ exitCode: 1, stdout: "", stderr }),
    installSystemPackages: async () => false,
    runProbe: () => Promise.reject(new Error("no probe")),
  };
}

const again = (stderr: string) =>
  solve({ resolver: failing(stderr), request: request("a") }, settled({ a: "2" }), testPorts());

describe("a resolution that looks for something better", () => {
  test("has no answer where uv finds none", async () => {
    await expect(again("No solution found when resolving dependencies")).rejects.toThrow(Unsolved);
  });

  test("isn't taken for one without an answer where the index is down: that is waited for", async () => {
    const outage =
      "error: Failed to fetch: `http://index.example/simple/a/`\n  HTTP status server error (503)";

    await expect(again(outage)).rejects.toThrow(RegistryError);
  });
});
