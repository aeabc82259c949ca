process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);

// src/host/run-owner.ts
import { randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
function newRunId() {
  return randomBytes(6).toString("hex");
}
function thisOwner() {
  const { pid } = process;
  const { namespace, bootId } = thisTable();
  return [hostname(), pid, startOf(pid) ?? "", namespace, bootId].join("/");
}
function judgeOwner(owner, table = thisTable()) {
  const [, pid = "", start, namespace, bootId] = owner.split("/");
  if (!/^[1-9]\d*$/.test(pid) || !bootId || !namespace) return "unknown";
  if (bootId !== table.bootId || namespace !== table.namespace) return "unknown";
  const found = table.startOf(Number(pid));
  if (found === void 0) return "dead";
  return found === "" || !start || found === start ? "alive" : "dead";
}
function thisTable() {
  const own = told(() => readlinkSync("/proc/self")) === String(process.pid);
  return {
    bootId: told(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    // A /proc that was mounted in another namespace tells other processes than those that signals reach.
    namespace: own ? told(() => readlinkSync("/proc/self/ns/pid")) : "",
    startOf
  };
}
function startOf(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === "ESRCH") return void 0;
  }
  const stat = told(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  const [state = "", ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return /^[ZX]$/.test(state) ? void 0 : fields[18] ?? "";
}
function told(ask) {
  try {
    return ask();
  } catch {
    return "";
  }
}

export {
  newRunId,
  thisOwner,
  judgeOwner
};
