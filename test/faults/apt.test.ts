import { afterAll, beforeAll } from "vitest";
import { deriveAptBase } from "../support/apt-base.ts";
import { AptMirror } from "../support/apt-mirror.ts";
import { debianPackages, mirrorCases } from "./cases/apt.ts";
import { FaultBench } from "./fault-bench.ts";
import { runCases } from "./run-cases.ts";

let bench: FaultBench;
let mirror: AptMirror;
beforeAll(async () => {
  bench = await FaultBench.open({
    prepareBase: async (place, engine) => {
      mirror = new AptMirror(engine.gateway, await debianPackages());
      await mirror.start();
      return await deriveAptBase(place, mirror, "faults", engine.docker);
    },
  });
});
afterAll(async () => {
  await mirror?.stop();
  await bench?.close();
});

runCases(
  mirrorCases(() => mirror),
  () => bench,
  ["the archives answer 503 for a while"],
);
