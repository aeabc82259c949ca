import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, test } from "vitest";
import { judgeOwner, type ProcessTable, thisOwner } from "../../../src/host/run-owner.ts";

const OTHER_BOOT = "00000000-0000-4000-8000-000000000000";

/** Process 4711 began at tick 900, 4712 can't be read, and no other one runs. */
const table: ProcessTable = {
  bootId: "boot-1",
  namespace: "pid:[1]",
  startOf: (pid) => ({ 4711: "900", 4712: "" })[pid],
};

describe("an owner", () => {
  test.each([
    ["of this boot and namespace that runs", "host/4711/900/pid:[1]/boot-1", "alive"],
    ["that runs on a machine that was renamed meanwhile", "old-name/4711/900/pid:[1]/boot-1", "alive"],
    ["whose start can't be read", "host/4712/900/pid:[1]/boot-1", "alive"],
    ["that couldn't read its own start", "host/4711//pid:[1]/boot-1", "alive"],
    ["that runs no more", "host/4713/900/pid:[1]/boot-1", "dead"],
    ["whose id was given to another process", "host/4711/899/pid:[1]/boot-1", "dead"],
    ["of another boot, or of another machine of that name", "host/4713/900/pid:[1]/boot-2", "unknown"],
    ["in another PID namespace", "host/4713/900/pid:[2]/boot-1", "unknown"],
    [
      "in another PID namespace, where the id names a process here",
      "host/4711/899/pid:[2]/boot-1",
      "unknown",
    ],
    ["that doesn't know its boot", "host/4713/900/pid:[1]/", "unknown"],
    ["that doesn't know its namespace", "host/4713/900//boot-1", "unknown"],
    ["in the words of an earlier version", "host/4713", "unknown"],
    ["that isn't named", "", "unknown"],
    ["that names a whole process group", "host/0/900/pid:[1]/boot-1", "unknown"],
    ["in words of others", "host/-1/900/pid:[1]/boot-1", "unknown"],
  ])("%s", (_, owner, verdict) => {
    expect(judgeOwner(owner, table)).toBe(verdict);
  });

  it("is unknown, whatever it says, where this machine doesn't tell boot or namespace", () => {
    const owner = "host/4711/900//";
    expect(judgeOwner(owner, { ...table, bootId: "", namespace: "" })).toBe("unknown");
  });
});

describe("on this machine", () => {
  it("this process lives", () => {
    expect(thisOwner()).toMatch(`${hostname()}/${process.pid}/`);
    expect(judgeOwner(thisOwner())).toBe("alive");
  });

  it("this process lives elsewhere, as far as another boot can tell", () => {
    const bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    expect(judgeOwner(thisOwner().replace(bootId, OTHER_BOOT))).toBe("unknown");
  });

  it("a process is told from an earlier one of its id", () => {
    const earlier = thisOwner().split("/").with(2, "1").join("/");
    expect(judgeOwner(earlier)).toBe("dead");
  });

  it("a process is dead once it was killed, also while nobody collects it", async () => {
    // The shell starts a child, says its id, and then never asks for its end.
    const shell = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 60"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [said] = await once(shell.stdout, "data");
    const pid = Number(String(said));
    const owner = thisOwner().split("/").with(1, String(pid)).with(2, "").join("/");
    expect(judgeOwner(owner)).toBe("alive");

    process.kill(pid, "SIGKILL");
    for (const end = Date.now() + 5000; judgeOwner(owner) === "alive" && Date.now() < end; ) await sleep(10);

    expect(judgeOwner(owner)).toBe("dead");
    expect(readFileSync(`/proc/${pid}/stat`, "utf8")).toContain(") Z ");
    shell.kill();
  });
});
