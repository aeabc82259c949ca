import { access, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import type { HostAddress } from "../../src/docker/address/host-address.ts";
import { findHostAddress } from "../../src/docker/address/host-address.ts";
import { connectionOptions, openEngine } from "../../src/docker/address/open-engine.ts";
import { createSystemClock } from "../../src/host/system-clock.ts";
import type { ContractSubject } from "../contract/contract-bench.ts";

const BASE_IMAGE = process.env["SURELAYER_TEST_BASE"] ?? "surelayer-base:bookworm";

/**
 * The engine of this machine, and an image in it. Where either is missing, the tests fail: this suite is of no use without.
 * @param url another engine, as DOCKER_HOST names it.
 */
export async function openRealEngine(url?: string): Promise<ContractSubject> {
  const address = await findEngine(url);
  const engine = await openEngine(address, createSystemClock());
  await engine.info();
  if (await engine.findImage(BASE_IMAGE)) {
    return { engine, image: BASE_IMAGE, registry: process.env["SURELAYER_TEST_REGISTRY"] };
  }
  throw new Error(
    `The engine at ${address.url} has no image ${BASE_IMAGE}: make it with images/base/build, or name another in SURELAYER_TEST_BASE.`,
  );
}

/** For tests that look past the interface. */
export async function realClientOptions(url?: string): Promise<ReturnType<typeof connectionOptions>> {
  return connectionOptions(await findEngine(url));
}

async function findEngine(url: string | undefined): Promise<HostAddress> {
  if (url !== undefined) return { url, source: "the test" };
  const files = { exists, readText: (path: string) => readFile(path, "utf8") };
  return await findHostAddress({ env: process.env, home: homedir(), files });
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
