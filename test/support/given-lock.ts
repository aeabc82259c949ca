import { expect } from "vitest";
import type { Manifest } from "../../src/manifest/manifest.ts";
import type { BaseFacts } from "../../src/python/base-facts.ts";
import { resolveGivenLock } from "../../src/resolve/given-lock/resolve-given-lock.ts";
import { resolveRequest } from "../../src/resolve/request.ts";
import { ConflictError } from "../../src/text/errors.ts";
import { baseFacts } from "./base-python.ts";
import { serveFiles } from "./file-server.ts";
import { manifestOf } from "./manifests.ts";
import { wheel } from "./python-packages.ts";
import { testPorts } from "./test-ports.ts";

/** A lock of these packages, and what it is taken for. */
export interface Scene {
  readonly manifest?: Manifest;
  readonly facts?: BaseFacts;
  readonly packages: readonly Parameters<typeof wheel>[0][];
  /** More lines of a package's entry. */
  readonly entries?: Readonly<Record<string, string>>;
  readonly head?: string;
  /** Files as PEP 658 has them, beside the wheels. */
  readonly beside?: boolean;
  /** Phases of the manifest that were left out before the lock was looked at. */
  readonly absent?: Manifest["phases"];
}

/** Takes a lock of these packages; answers what came of it and what the file host was asked. */
export async function take({
  manifest = manifestOf({ one: ["app"] }),
  facts = baseFacts(),
  ...scene
}: Scene) {
  const files = scene.packages.map(wheel);
  const metadata = scene.packages.map((one, index) => [
    `${files[index]?.name}.metadata`,
    Buffer.from(
      `Metadata-Version: 2.1\nName: ${one.name}\n${(one.requires ?? []).map((each) => `Requires-Dist: ${each}\n`).join("")}`,
    ),
  ]);
  await using server = await serveFiles({
    ...Object.fromEntries(files.map((one) => [one.name, one.content])),
    ...(scene.beside && Object.fromEntries(metadata)),
  });
  const entries = files.map(
    (one, index) =>
      `[[packages]]\nname = "${one.project}"\nversion = "${scene.packages[index]?.version ?? "1.0"}"\n${scene.entries?.[one.project] ?? ""}\nwheels = [{ url = "${server.origin}/${one.name}", hashes = { sha256 = "${one.sha256}" } }]\n`,
  );
  const text = `lock-version = "1.0"\n${scene.head ?? ""}\n${entries.join("")}`;
  const lock = { file: "pylock.toml", text, allowPrivate: true, folder: "." };
  const request = resolveRequest(manifest, facts);
  const question = { request, lock, absent: scene.absent ?? [] };
  const outcome = await resolveGivenLock(question, testPorts()).catch((error: unknown) => error);
  return { outcome, requests: server.requests };
}

/** What came of it. */
export async function taken(scene: Scene) {
  const { outcome } = await take(scene);
  if (outcome instanceof Error) throw outcome;
  return outcome as Awaited<ReturnType<typeof resolveGivenLock>>;
}

/** What is wrong, a line each, without the file's name. */
export async function faultsOf(scene: Scene): Promise<readonly string[]> {
  const { outcome } = await take(scene);
  expect(outcome).toBeInstanceOf(ConflictError);
  return ((outcome as ConflictError).evidence ?? "")
    .split("\n")
    .map((line) => line.replace(/^pylock.toml:/, ""));
}
