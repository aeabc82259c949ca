import Docker from "dockerode";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { openRealEngine, realClientOptions } from "../support/real-engine.ts";
import { ContractBench, run } from "./contract-bench.ts";

const CAPABILITIES = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "SETGID", "SETUID"];

/** Everything that may differ from empty in the host configuration of a container of ours. */
const ALLOWED: Readonly<Record<string, (value: unknown) => boolean>> = {
  CapAdd: (value) => sameSet(value, CAPABILITIES),
  CapDrop: (value) => sameSet(value, ["ALL"]),
  SecurityOpt: (value) => sameSet(value, ["no-new-privileges"]),
  PidsLimit: (value) => Number(value) > 0 && Number(value) <= 4096,
  // Another container of the same run, which adds logins to requests.
  NetworkMode: (value) => value === "bridge" || /^container:[0-9a-f]{64}$/.test(String(value)),
  IpcMode: (value) => value === "private",
  CgroupnsMode: (value) => value === "private",
  RestartPolicy: (value) => (value as { Name: string }).Name === "no",
  Mounts: (value) => (value as { Type: string }[]).every(({ Type }) => Type === "volume"),
  Runtime: (value) => value === "runc",
  LogConfig: () => true,
  ShmSize: () => true,
  MaskedPaths: () => true,
  ReadonlyPaths: () => true,
};

describe("hardening of every container", () => {
  let bench: ContractBench;
  let docker: Docker;
  beforeAll(async () => {
    bench = new ContractBench(await openRealEngine());
    docker = new Docker(await realClientOptions());
  });
  afterEach(async () => {
    await bench.clear();
  });

  test("its host configuration has nothing that isn't on the list", async () => {
    const mounts = [{ volume: await bench.volume(), target: "/dev/surelayer/tools", readOnly: true }];
    const { id } = await bench.created({ mounts });
    const { HostConfig } = await docker.getContainer(id).inspect();
    const odd = Object.entries(HostConfig).filter(
      ([key, value]) => !isEmpty(value) && !ALLOWED[key]?.(value),
    );
    expect(odd).toEqual([]);
    expect(HostConfig.CapDrop).toEqual(["ALL"]);
  });

  test("the kernel agrees", async () => {
    const container = await bench.running();
    const status = (await run(container, ["cat", "/proc/self/status"])).stdout.toString();
    // Bits 0, 1, 3, 4, 6 and 7: the six capabilities above.
    expect(status).toMatch(/^CapEff:\s+00000000000000db$/m);
    expect(status).toMatch(/^CapBnd:\s+00000000000000db$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    expect((await run(container, ["test", "-e", "/var/run/docker.sock"])).exitCode).toBe(1);
  });

  test("root installs as root does: owners, modes, other users", async () => {
    const container = await bench.running();
    const commands = [
      ["install", "-d", "-o", "nobody", "-g", "nogroup", "-m", "2700", "/srv/others"],
      ["touch", "/srv/others/file"],
      ["chmod", "4755", "/srv/others/file"],
      [
        "python3",
        "-c",
        "import os; os.setgroups([]); os.setgid(65534); os.setuid(65534); open('/tmp/x', 'w')",
      ],
    ];
    for (const command of commands) {
      const { exitCode, stderr } = await run(container, command);
      expect(exitCode, `${command.join(" ")}: ${stderr}`).toBe(0);
    }
    expect((await run(container, ["mknod", "/dev/null2", "c", "1", "3"])).exitCode).not.toBe(0);
    expect((await run(container, ["mount", "-t", "tmpfs", "none", "/mnt"])).exitCode).not.toBe(0);
  });

  test("a program in a volume below /dev runs", async () => {
    const mounts = [{ volume: await bench.volume(), target: "/dev/surelayer/tools", readOnly: false }];
    const container = await bench.running({ mounts });
    await run(container, ["cp", "/bin/echo", "/dev/surelayer/tools/echo"]);
    expect((await run(container, ["/dev/surelayer/tools/echo", "hi"])).stdout.toString()).toBe("hi\n");
    expect(isEmpty(await docker.getContainer(container.id).changes())).toBe(true);
  });

  test("an engine without a GPU says that it is missing", async (context) => {
    const info = await bench.engine.info();
    if (info.runtimes.includes("nvidia")) return context.skip("this engine has one");
    const container = await bench.created({ gpus: true });
    await expect(container.start()).rejects.toMatchObject({ exitCode: 5 });
    await expect(bench.commit(container)).rejects.toMatchObject({ exitCode: 7 });
  });
});

function sameSet(actual: unknown, expected: readonly string[]): boolean {
  const names = (actual as string[]).map((name) => name.replace(/^CAP_/, ""));
  return JSON.stringify(names.toSorted()) === JSON.stringify([...expected].toSorted());
}

function isEmpty(value: unknown): boolean {
  // Without changes the engine answers null, which the client library hands on as the bytes of it.
  if (Buffer.isBuffer(value)) return value.toString().trim() === "null";
  if (Array.isArray(value)) return value.every(isEmpty);
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === null || value === undefined || value === "" || value === 0 || value === false;
}
