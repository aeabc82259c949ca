import type { HostConfig } from "dockerode";
import type { ContainerSpec, VolumeMount } from "../ports/engine.ts";

/**
 * The capabilities for installing as root: apt changes to its own user and back (SETUID, SETGID), package scripts give
 * files to other users and keep the modes (CHOWN, FOWNER, FSETID), and root reads files of others (DAC_OVERRIDE).
 */
const CAPABILITIES = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "SETGID", "SETUID"];

/** Far more processes than a parallel compile starts, far fewer than a fork bomb. */
const PIDS_LIMIT = 4096;

/** The client library's types lack the namespace of cgroups. */
type HardenedConfig = HostConfig & { readonly CgroupnsMode: "private" };

/** The only host configuration that a container of ours ever gets. */
export function hardenedHostConfig(spec: Pick<ContainerSpec, "mounts" | "gpus" | "network">): HardenedConfig {
  return {
    CapDrop: ["ALL"],
    CapAdd: CAPABILITIES,
    SecurityOpt: ["no-new-privileges"],
    PidsLimit: PIDS_LIMIT,
    NetworkMode: spec.network === undefined ? "bridge" : `container:${spec.network}`,
    IpcMode: "private",
    CgroupnsMode: "private",
    // No container restarts by itself, and tini would leave a file in the committed layer.
    RestartPolicy: { Name: "no" },
    Init: false,
    Mounts: (spec.mounts ?? []).map(mountSettings),
    ...(spec.gpus && { DeviceRequests: [{ Driver: "", Count: -1, Capabilities: [["gpu"]] }] }),
  };
}

function mountSettings(mount: VolumeMount): NonNullable<HostConfig["Mounts"]>[number] {
  return {
    Type: "volume",
    Source: mount.volume,
    Target: mount.target,
    ReadOnly: mount.readOnly,
    // A new volume stays empty: the engine doesn't copy the image's files at the target into it.
    VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: "local", Options: {} } },
  };
}
