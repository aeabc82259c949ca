import type { Readable } from "node:stream";
import type Docker from "dockerode";
import type { ContainerSpec, VolumeMount } from "../ports/engine.ts";
import { hardenedHostConfig } from "./host-config.ts";

/** The mount that holds a path of a container; of nested mounts, the innermost. */
export function mountAt(mounts: readonly VolumeMount[], path: string): VolumeMount | undefined {
  const inside = mounts.filter(({ target }) => path === target || path.startsWith(`${target}/`));
  return inside.toSorted((a, b) => b.target.length - a.target.length)[0];
}

/**
 * Unpacks an archive into a volume through an extra container that never starts. Through the container that is committed
 * later, the engine would create the mount points of all volumes in the layer.
 */
export async function fillVolume(
  docker: Docker,
  spec: ContainerSpec,
  mount: VolumeMount,
  { path, archive }: { readonly path: string; readonly archive: Readable },
): Promise<void> {
  const filler = await docker.createContainer({
    Image: spec.image,
    Entrypoint: [...spec.command],
    Cmd: [],
    Labels: { ...spec.labels },
    HostConfig: hardenedHostConfig({ mounts: [mount] }),
  });
  try {
    await filler.putArchive(archive, { path });
  } finally {
    await filler.remove({ force: true, v: true });
  }
}
