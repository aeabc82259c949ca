/**
 * Builds after kills: `run.ts [--rounds 20]`. Each round kills a small build at a random moment, and then starts three builds of
 * the same at once, on a base that no earlier round has built on. All must end well and hold the files of a build that
 * nobody killed, and nothing of the dead one may be left. Tries the program that SURELAYER_TEST_PROGRAM names, on this
 * machine's engine. Writes bench/results/kills.json.
 */
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Report } from "../../src/report/report.ts";
import { PackageIndex } from "../../test/support/package-index.ts";
import { wheel } from "../../test/support/python-packages.ts";
import { saveImage } from "../../test/support/saved-image.ts";
import { Workplace } from "../../test/support/workplace.ts";

const RESULT = fileURLToPath(new URL("../results/kills.json", import.meta.url));
const THREE = ["one", "two", "three"];

const { values } = parseArgs({ options: { rounds: { type: "string", default: "20" } } });
const place = await Workplace.open();
const names = ["first", "second"];
const index = new PackageIndex({ host: await place.gateway(), files: names.map((name) => wheel({ name })) });
await index.start();
const env = { PIP_INDEX_URL: index.url };
const phases = names.map((name) => ({ name, packages: [name], imports: [name] }));

/** A manifest on a base of its own. @returns the arguments of its build. */
async function prepare(round: string): Promise<readonly string[]> {
  const image = `surelayer-bench-kills-${place.id}:${round}`;
  await place.derive(place.base, image, { Env: [`ROUND=${round}`] });
  await place.write(`${round}.yml`, { version: 1, name: "kills", base: { image }, phases });
  return ["build", `${round}.yml`, "--out"];
}

/** A hash of all files that a build added. Compiled files begin with the time of their source. */
async function contentOf(out: string): Promise<string> {
  const { built }: Report = JSON.parse(await place.read(join(out, "report.json")));
  const base = await place.docker.getImage(place.base).inspect();
  const saved = await saveImage(place.docker, built?.imageId ?? "", base.RootFS.Layers?.length ?? 0);
  const lines = saved.layers.flatMap((layer, at) =>
    layer.map(({ name, type, content }) => {
      const bytes = name.endsWith(".pyc") ? content.subarray(16) : content;
      return `${at} ${type} ${name} ${createHash("sha256").update(bytes).digest("hex")}`;
    }),
  );
  return createHash("sha256").update(lines.toSorted().join("\n")).digest("hex");
}

type Round = Awaited<ReturnType<typeof round>>;

async function round(count: number, longest: number) {
  const build = await prepare(`round-${count}`);
  const killed = place.start([...build, `killed-${count}`], { env });
  const killedAfter = Math.round(Math.random() * longest);
  await Promise.race([sleep(killedAfter), killed.outcome]);
  killed.kill("SIGKILL");
  const { signal, milliseconds } = await killed.outcome;
  const left = await place.leftBy(killed.pid);
  const outs = THREE.map((name) => `${name}-${count}`);
  const ended = await Promise.all(outs.map((out) => place.run([...build, out], { env })));
  return {
    ...{ killedAfter, alive: signal !== null, milliseconds, left: left.length },
    stillLeft: (await place.leftBy(killed.pid)).length,
    exitCodes: ended.map((one) => one.exitCode),
    complaints: ended.flatMap((one) => one.stderr.match(/^.*\b(error|warning)\b.*$/gim) ?? []),
    contents: await Promise.all(
      outs.map((out, at) => (ended[at]?.exitCode === 0 ? contentOf(out) : undefined)),
    ),
  };
}

function summary(rounds: readonly Round[], content: string) {
  return {
    builds: rounds.length * THREE.length,
    failed: rounds.flatMap((one) => one.exitCodes).filter((code) => code !== 0).length,
    different: rounds.flatMap((one) => one.contents).filter((one) => one !== content).length,
    killedAlive: rounds.filter((one) => one.alive).length,
    stillLeft: rounds.reduce((sum, one) => sum + one.stillLeft, 0),
  };
}

try {
  const whole = await place.run([...(await prepare("whole")), "whole"], { env });
  if (whole.exitCode !== 0) throw new Error(whole.stderr);
  const content = await contentOf("whole");
  const rounds: Round[] = [];
  // A machine that others leave meanwhile builds faster, and a kill after the end tries nothing.
  let longest = whole.milliseconds;
  for (let count = 1; count <= Number(values.rounds); count++) {
    const last = await round(count, longest);
    longest = Math.min(longest, last.alive ? longest : last.milliseconds);
    rounds.push(last);
    const result = { ...summary(rounds, content), rounds };
    await writeFile(RESULT, `${JSON.stringify(result, null, 2)}\n`);
    console.log(JSON.stringify({ ...result, rounds: last }));
  }
} finally {
  await index.stop();
  await place.close();
}
