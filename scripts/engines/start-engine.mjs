// Starts an engine beside the one that this machine may have: folders, bridge and socket of its own. Needs root.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startInBackground, waitFor } from "../background.mjs";
import { ensureProgram, mustRun, succeeds } from "../programs.mjs";

/** @typedef {import("../background.mjs").Stop} Stop */

const BRIDGE = "surelayer0";
const SUBNET = "10.215.0.0/24";
const GATEWAY = "10.215.0.1/24";

/**
 * Rules of the bridge. The engine makes none of its own: an engine that does takes those of another one away.
 * @type {string[][]}
 */
const RULES = [
  ["POSTROUTING", "-t", "nat", "-s", SUBNET, "!", "-o", BRIDGE, "-j", "MASQUERADE"],
  ["FORWARD", "-i", BRIDGE, "-j", "ACCEPT"],
  ["FORWARD", "-o", BRIDGE, "-j", "ACCEPT"],
];

/**
 * @param {string} programs folder of dockerd, and of the containerd and runc that belong to it
 * @param {string} folder for its data, which stay for the next start
 * @returns {Promise<{ env: NodeJS.ProcessEnv, stop: Stop }>} env: what makes a program use this engine, and its dockerd
 */
export async function startEngine(programs, folder) {
  ensureProgram("iptables", "iptables");
  ensureProgram("docker", "docker-cli");
  mkdirSync(folder, { recursive: true });
  makeBridge();
  const place = (/** @type {string} */ name) => join(folder, name);
  const address = `unix://${place("docker.sock")}`;
  const env = { DOCKER_HOST: address, PATH: `${programs}:${process.env["PATH"]}` };
  const options = [
    ...[
      "--host",
      address,
      "--data-root",
      place("data"),
      "--exec-root",
      place("exec"),
      "--pidfile",
      place("pid"),
    ],
    ...["--bridge", BRIDGE, "--iptables=false", "--ip6tables=false", "--ip-masq=false"],
    // Where this machine has a containerd, both engines use it.
    ...["--containerd-namespace", BRIDGE, "--containerd-plugins-namespace", `${BRIDGE}-plugins`],
  ];
  const log = place("dockerd.log");
  const engine = startInBackground("dockerd", options, log, { ...process.env, ...env });
  const stop = async () => {
    await engine.stop();
    removeBridge();
  };
  try {
    const answers = () => succeeds("docker", "--host", address, "version");
    await waitFor(`dockerd (log: ${log})`, answers, engine.exited);
    return { env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function makeBridge() {
  removeBridge();
  mustRun("ip", ["link", "add", BRIDGE, "type", "bridge"]);
  mustRun("ip", ["addr", "add", GATEWAY, "dev", BRIDGE]);
  mustRun("ip", ["link", "set", BRIDGE, "up"]);
  mustRun("sysctl", ["-qw", "net.ipv4.ip_forward=1"]);
  for (const [chain = "", ...rule] of RULES) mustRun("iptables", ["-w", "-I", chain, ...rule]);
}

/** Also what a killed start left. */
function removeBridge() {
  for (const [chain = "", ...rule] of RULES) while (succeeds("iptables", "-w", "-D", chain, ...rule));
  succeeds("ip", "link", "del", BRIDGE);
}
