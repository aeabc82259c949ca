import type { Readable } from "node:stream";
import type Docker from "dockerode";
import type { ContainerSpec, VolumeMount } from "../ports/engine.ts";
import { hardenedHostConfig } from "./host-config.ts";

/** The mount that a path inside a container lies in: the innermost, where they are nested. */
export function mountAt(mounts: readonly VolumeMount[], path: string): VolumeMount | undefined {
  const inside = mounts.filter(({ target }) => path === target || path.startsWith(`${target}/`));
  return inside.toSorted((a, b) => b.target.length - a.target.length)[0];
}

/**
 * Unpacks an archive into a volume through a container of its own that never starts. Through the container that is
 * committed later, the engine would create the mount points of all its volumes in that container's layer.
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
