import type Docker from "dockerode";
import type { ImageInspectInfo } from "dockerode";
import type { CommitSpec, Image, ImageConfig, Labels } from "../ports/engine.ts";
import { EngineError } from "../text/errors.ts";
import { describeImage, formatEnvironment } from "./image.ts";
import { committedLabels } from "./labels.ts";
import { tagQuery } from "./reference-query.ts";

/**
 * Commits a container. The request's body holds the configuration, because values are literal there: in `changes`, a line
 * break would start another instruction. Podman reads no body, so it gets `changes`, and no line breaks.
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
  const podman = await isPodman(docker);
  const answer: { readonly Id: string } = await container.commit({
    _query: {
      container: container.id,
      comment: spec.comment,
      ...(podman && { changes: instructions(body) }),
      ...(spec.reference !== undefined && tagQuery(spec.reference)),
    },
    _body: body,
  });
  const image = await docker.getImage(answer.Id).inspect();
  if (!tookConfig(image, body)) {
    const removed: Promise<unknown> = docker.getImage(answer.Id).remove({ force: true });
    await removed;
    throw new EngineError("This engine ignores the configuration of a commit, so the image would be wrong.", {
      remedy: "Use a Docker engine, or Podman.",
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

async function isPodman(docker: Docker): Promise<boolean> {
  const { Components } = await docker.version();
  return (Components ?? []).some(({ Name }) => Name === "Podman Engine");
}

/**
 * The configuration as instructions of a Dockerfile, one pair each, whose values Podman takes as they are.
 * @throws EngineError for a value with a line break.
 */
function instructions(body: ReturnType<typeof commitBody>): readonly string[] {
  const lines = [
    `CMD ${JSON.stringify(body.Cmd)}`,
    `ENTRYPOINT ${JSON.stringify(body.Entrypoint)}`,
    `WORKDIR ${body.WorkingDir}`,
    ...body.Env.map((pair) => `ENV ${pair}`),
    ...Object.entries(body.Labels).map(([name, value]) => `LABEL ${name}=${value}`),
  ];
  const broken = lines.find((line) => /[\r\n]/.test(line));
  if (broken === undefined) return lines;
  throw new EngineError("Podman can't put a value with a line break into an image.", {
    evidence: broken.split(/[\r\n]/)[0] ?? "",
    remedy: "Write the value in one line, or build with a Docker engine.",
  });
}

function tookConfig(image: ImageInspectInfo, body: ReturnType<typeof commitBody>): boolean {
  const labels: Labels = image.Config?.Labels ?? {};
  return Object.entries(body.Labels).every(([name, value]) => labels[name] === value);
}
