import type Docker from "dockerode";
import { archiveOf } from "../../src/toolbox/archive.ts";
import type { AptMirror } from "./apt-mirror.ts";
import type { Workplace } from "./workplace.ts";

/**
 * The workplace's base whose apt knows this mirror alone; answers its reference.
 * @param docker another engine than the workplace's, which holds its base image.
 */
export async function deriveAptBase(
  place: Workplace,
  mirror: AptMirror,
  tag: string,
  docker: Docker = place.docker,
): Promise<string> {
  const container = await docker.createContainer({ Image: place.base, Cmd: ["true"] });
  await container.putArchive(archiveOf([{ name: "sources.list", content: mirror.source }]), {
    path: "/etc/apt",
  });
  const repo = "surelayer-test-apt";
  await container.commit({ _query: { container: container.id, repo, tag: `${place.id}-${tag}` }, _body: {} });
  await container.remove();
  return `${repo}:${place.id}-${tag}`;
}
