import { expect, test } from "vitest";
import { remediesForSources } from "../../../../src/resolve/remedies/remedies-for-sources.ts";
import { withToolbox } from "../../../../src/toolbox/toolbox.ts";
import { baseFacts } from "../../../support/base-python.ts";
import { requestOf } from "../../../support/manifests.ts";
import { MemoryEngine } from "../../../support/memory-engine.ts";
import { SimulatedBase } from "../../../support/simulated-base.ts";
import { SteppedClock } from "../../../support/stepped-clock.ts";
import { testPorts } from "../../../support/test-ports.ts";

/** Changes for an index that has a wheel of old 1.0 for one Python only; any later version has one for all. */
async function remediesWhere(pythonWithWheel: string | undefined) {
  const base = new SimulatedBase([], baseFacts(), {
    "uv pip compile": (exec) => {
      const project = Buffer.from(exec.files.read(`${exec.workdir}/pyproject.toml`) ?? []).toString();
      const { command } = exec.spec;
      const python = command[command.indexOf("--python-version") + 1];
      const version = project.includes("old>=1.0") ? "2.0" : "1.0";
      const tag = `cp${pythonWithWheel?.replace(".", "")}`;
      const hasWheel = python === pythonWithWheel && command.includes("--python-version");
      const names = [
        ...(version === "2.0" ? ["old-2.0-py3-none-any.whl"] : []),
        ...(version === "1.0" && hasWheel ? [`old-1.0-${tag}-${tag}-manylinux_2_17_x86_64.whl`] : []),
      ];
      const wheels = names.map(
        (name) => `{ url = "https://index.example/${name}", hashes = { sha256 = "0" } }`,
      );
      exec.print(
        `lock-version = "1.0"\n[[packages]]\nname = "old"\nversion = "${version}"\nwheels = [${wheels.join()}]\n`,
        "stdout",
      );
      return project.includes("old<1.0") ? 1 : 0;
    },
  });
  const engine = new MemoryEngine({ onExec: base.onExec });
  const { id } = engine.addImage("base:1");
  const ports = testPorts({ engine, clock: new SteppedClock() });
  const request = requestOf({ libraries: ["old==1.0"] });
  const environment = { isolated: undefined, request };
  const found = await withToolbox(
    { id: "r1", owner: "host/1" },
    { image: id, python: "python3" },
    ports,
    (toolbox) =>
      remediesForSources(
        {
          ...{ imageId: id, environment, sources: ["old"] },
          judge: () => ({ errors: [], warnings: [] }),
        },
        toolbox,
        ports,
      ),
  );
  return found.remedies.map((one) => one.text);
}

test("another Python is offered where the version has a wheel for it", async () => {
  expect(await remediesWhere("3.10")).toEqual([
    "take a base image with Python 3.10",
    "in phase libraries, write `old>=1.0` instead of `old==1.0` (old 2.0 resolves)",
  ]);
});

test("no Python is offered for which it has none either", async () => {
  expect(await remediesWhere(undefined)).toEqual([
    "in phase libraries, write `old>=1.0` instead of `old==1.0` (old 2.0 resolves)",
  ]);
});
