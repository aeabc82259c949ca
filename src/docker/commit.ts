import type Docker from "dockerode";
import type { ImageInspectInfo } from "dockerode";
import type { CommitSpec, Image, ImageConfig, Labels } from "../ports/engine.ts";
import { EngineError } from "../text/errors.ts";
import { formatName, parseReference } from "../text/reference.ts";
import { formatEnvironment, toImage } from "./image.ts";
import { committedLabels } from "./labels.ts";

/**
 * Commits a container. The configuration goes in the body, where values are literal: in `changes` a line break would
 * start another instruction.
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
    _query: { container: container.id, comment: spec.comment, ...repositoryQuery(spec.reference) },
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
  return toImage(image);
}

/**
 * What the container was created with merges into the image wherever the body says nothing, so the base image's own
 * settings are said again.
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

function repositoryQuery(reference: string | undefined): { repo?: string; tag?: string } {
  if (reference === undefined) return {};
  const parsed = parseReference(reference);
  return { repo: formatName(parsed), tag: parsed.tag ?? "latest" };
}
