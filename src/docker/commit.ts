import type Docker from "dockerode";
import type { ImageInspectInfo } from "dockerode";
import type { CommitSpec, Image, ImageConfig, Labels } from "../ports/engine.ts";
import { EngineError } from "../text/errors.ts";
import { describeImage, formatEnvironment } from "./image.ts";
import { committedLabels } from "./labels.ts";
import { tagQuery } from "./reference-query.ts";

/**
 * Commits a container. The request's body holds the configuration, because values are literal there: in `changes`, a line
 * break would start another instruction.
 */
export async function commitImage(
  docker: Docker,
  container: Docker.Container,
  ownLabels: Labels,
  spec: CommitSpec,
): Promise<Image> {
  const created = await container.inspect();
  const base = await docker.getImage(created.Image).inspect();
  const body = commitBody(base, ownLabels, spec.config);
  const answer: { readonly Id: string } = await container.commit({
    _query: {
      container: container.id,
      comment: spec.comment,
      ...(spec.reference !== undefined && tagQuery(spec.reference)),
    },
    _body: body,
  });
  const image = await docker.getImage(answer.Id).inspect();
  if (!tookConfig(image, body)) {
    const removed: Promise<unknown> = docker.getImage(answer.Id).remove({ force: true });
    await removed;
    throw new EngineError("This engine ignores the configuration of a commit, so the image would be wrong.", {
      remedy: "Use a Docker engine; Podman's compatible socket does not do this.",
    });
  }
  return describeImage(docker, answer.Id);
}

/**
 * Repeats the base image's own settings. The engine would fill a missing setting from the container, which was created
 * with settings of ours.
 */
function commitBody(base: ImageInspectInfo, ownLabels: Labels, config: ImageConfig) {
  const inherited: Partial<ImageInspectInfo["Config"]> = base.Config ?? {};
  const entrypoint = inherited.Entrypoint ?? [];
  return {
    Cmd: config.command ?? inherited.Cmd ?? [],
    Entrypoint: config.entrypoint ?? (typeof entrypoint === "string" ? [entrypoint] : entrypoint),
    WorkingDir: config.workdir ?? (inherited.WorkingDir || "/"),
    Env: formatEnvironment(config.env ?? {}),
    Labels: committedLabels(ownLabels, config.labels),
  };
}

function tookConfig(image: ImageInspectInfo, body: ReturnType<typeof commitBody>): boolean {
  const labels: Labels = image.Config?.Labels ?? {};
  return Object.entries(body.Labels).every(([name, value]) => labels[name] === value);
}
