// What the engine suites need: a container engine, a loopback registry and a base image. Starts and installs what is
// missing (as root on Debian or Ubuntu), and stops at the end what it started. And the program of src/, bundled once.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startInBackground, waitFor } from "./background.mjs";
import { ensureProgram, mustRun, succeeds } from "./programs.mjs";

/** @typedef {import("./background.mjs").Stop} Stop */

const engineAnswers = () => succeeds("docker", "version");

/** @returns {Promise<Stop>} */
async function ensureEngine(/** @type {string} */ folder) {
  if (engineAnswers()) return () => {};
  ensureProgram("dockerd", "docker.io");
  ensureProgram("docker", "docker-cli");
  const log = join(folder, "dockerd.log");
  console.log(`starting dockerd (log: ${log})`);
  const engine = startInBackground("dockerd", [], log);
  // The package may have started its own; then ours gives up and that one answers.
  await waitFor(`dockerd (log: ${log})`, engineAnswers, () => engine.exited() && !engineAnswers());
  return engine.stop;
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** @returns {Promise<{ address: string, stop: Stop }>} */
export async function startRegistry(/** @type {string} */ folder) {
  ensureProgram("docker-registry", "docker-registry");
  const address = `127.0.0.1:${await freePort()}`;
  const storage = { filesystem: { rootdirectory: join(folder, "registry") }, delete: { enabled: true } };
  const config = join(folder, "registry.yml");
  // JSON is YAML.
  writeFileSync(
    config,
    JSON.stringify({ version: 0.1, log: { level: "warn" }, storage, http: { addr: address } }),
  );
  const registry = startInBackground("docker-registry", ["serve", config], join(folder, "registry.log"));
  const answers = () =>
    fetch(`http://${address}/v2/`).then(
      (response) => response.ok,
      () => false,
    );
  await waitFor(`docker-registry on ${address}`, answers, registry.exited);
  return { address, stop: registry.stop };
}

/** Name of the image that tests install into; built by debootstrap where the engine doesn't hold it. */
function ensureBaseImage(/** @type {string} */ root) {
  const codename = /^VERSION_CODENAME=(.*)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "local";
  const image = `surelayer-base:${codename}`;
  if (!succeeds("docker", "image", "inspect", image)) {
    ensureProgram("debootstrap", "debootstrap");
    mustRun(join(root, "images/base/build"), [image]);
  }
  return image;
}

/** The CLI of src/ as one program, as deep below the root as dist/ is; the tests start it hundreds of times. */
async function bundleProgram(/** @type {string} */ root) {
  const { bundle } = await import("./bundle.mjs");
  const folder = join(root, ".test-program");
  await bundle(folder);
  return join(folder, "cli.js");
}

/** @returns {Promise<{ env: NodeJS.ProcessEnv, close: () => Promise<void> }>} */
export async function openTestEnvironment(/** @type {string} */ root) {
  const folder = mkdtempSync(join(tmpdir(), "surelayer-test-"));
  /** @type {Stop[]} */
  const started = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const stop of started.toReversed()) await stop();
  };
  try {
    started.push(await ensureEngine(folder));
    const { address, stop } = await startRegistry(folder);
    started.push(stop);
    const base = ensureBaseImage(root);
    console.log(`engine answers; registry ${address}; base image ${base}`);
    const env = {
      SURELAYER_TEST_REGISTRY: address,
      SURELAYER_TEST_BASE: base,
      SURELAYER_TEST_PROGRAM: await bundleProgram(root),
    };
    return { env, close };
  } catch (error) {
    await close();
    throw error;
  }
}
