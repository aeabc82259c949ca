import type { HostConfig } from "dockerode";
import type { ContainerSpec, VolumeMount } from "../ports/engine.ts";

/**
 * What installing as root takes: apt drops to its own user and back (SETUID, SETGID), package scripts give files to
 * others and keep their modes (CHOWN, FOWNER, FSETID), and root reads what others own (DAC_OVERRIDE).
 */
const CAPABILITIES = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "SETGID", "SETUID"];

/** Far more than a parallel compile starts, far less than a fork bomb. */
const PIDS_LIMIT = 4096;

/** The client library's types don't know that cgroups have namespaces, too. */
type HardenedConfig = HostConfig & { readonly CgroupnsMode: "private" };

/** The only host configuration that a container of ours ever gets. */
export function hardenedHostConfig(spec: Pick<ContainerSpec, "mounts" | "gpus">): HardenedConfig {
  return {
    CapDrop: ["ALL"],
    CapAdd: CAPABILITIES,
    SecurityOpt: ["no-new-privileges"],
    PidsLimit: PIDS_LIMIT,
    NetworkMode: "bridge",
    IpcMode: "private",
    CgroupnsMode: "private",
    // Nothing restarts by itself, and tini would leave its own file in the committed layer.
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
    // A fresh volume stays empty instead of taking over what the image has at the target.
    VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: "local", Options: {} } },
  };
}
