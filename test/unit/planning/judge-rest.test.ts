import { expect, test } from "vitest";
import { judgeVersions } from "../../../src/plan/guards/judge-versions.ts";
import { resolveOrSayAll } from "../../../src/planning/judge-rest.ts";
import { besideMissing, type MissingFile, standInFor } from "../../../src/resolve/missing-file.ts";
import { resolveRequest } from "../../../src/resolve/request.ts";
import { BuildError, ConflictError, EngineError, RegistryError } from "../../../src/text/errors.ts";
import { baseFacts, installed } from "../../support/base-python.ts";
import { manifestOf } from "../../support/manifests.ts";
import { testPorts } from "../../support/test-ports.ts";

const FACTS = baseFacts({ distributions: [installed("torch", "2.8.0+cu128")] });
const WHEEL =
  "https://nowhere.invalid/flash_attn-2.8.3%2Bcu12torch2.6cxx11abiFALSE-cp311-cp311-linux_x86_64.whl";
const SILENT = new RegistryError(`GET ${WHEEL} got no answer: getaddrinfo ENOTFOUND nowhere.invalid`, {
  cause: { code: "ENOTFOUND" },
});

/** What is said where a wheel's host is silent and the rest ends so. */
async function said(restError: Error, { known = true, keep = ["torch"] } = {}): Promise<Error> {
  const manifest = { ...manifestOf({ attention: ["flash-attn==2.8.3"], rest: ["numpy<2"] }), keep };
  const named = { phase: "attention", distribution: "flash-attn", chosenBy: "its address" };
  const standIn = known ? standInFor(WHEEL, named, FACTS) : undefined;
  const missing: readonly MissingFile[] = [{ ...named, error: SILENT, standIn }];
  const rest = {
    manifest,
    request: besideMissing(resolveRequest(manifest, FACTS), missing),
    base: { imageId: "i", refresh: false, judge: judgeVersions, faultsIn: () => [] },
    missing,
  };
  const toolbox = { open: () => Promise.reject(restError), ownPython: async () => [] };
  const resolve = () => Promise.reject(new Error("it is not resolved as if all were there"));
  return resolveOrSayAll(rest, toolbox, testPorts(), resolve).catch((error: unknown) => error as Error);
}

test("a conflict of the rest is said with the silent host, and what its wheel's name says beside a kept torch", async () => {
  const error = await said(new ConflictError("The rest can't be installed together."));

  expect(error).toBeInstanceOf(ConflictError);
  expect(error.message.split("\n")).toEqual([
    "The rest can't be installed together.",
    "flash-attn 2.8.3+cu12torch2.6cxx11abiFALSE is compiled for torch 2.6; the image holds torch 2.8.0+cu128.",
    expect.stringMatching(/is compiled for the old C\+\+ ABI; torch 2\.8\.0\+cu128 has the new C\+\+ ABI/),
    SILENT.message,
  ]);
});

test("a torch that a phase may move decides nothing before it is resolved", async () => {
  const error = await said(new ConflictError("The rest can't."), { keep: [] });

  expect(error.message.split("\n")).toEqual(["The rest can't.", SILENT.message]);
});

test("what fails for want of a file whose version nobody knows isn't said", async () => {
  const error = await said(new ConflictError("No package named flash-attn is in the index."), {
    known: false,
  });

  expect(error).toBe(SILENT);
});

test("an engine that is gone ends the plan at once", async () => {
  const gone = new EngineError("The engine doesn't answer.");

  expect(await said(gone)).toBe(gone);
  expect(await said(new BuildError("uv could not resolve."), { keep: [] })).toBeInstanceOf(BuildError);
});
