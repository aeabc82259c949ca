process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);

// src/host/run-owner.ts
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
function newRunId() {
  return randomBytes(6).toString("hex");
}
function thisOwner() {
  return `${hostname()}/${process.pid}`;
}
function isDeadOwner(owner) {
  const [host, pid] = owner.split("/");
  if (host !== hostname() || !/^\d+$/.test(pid ?? "")) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

export {
  newRunId,
  thisOwner,
  isDeadOwner
};
