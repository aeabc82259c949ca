import type Docker from "dockerode";
import type { ImageInspectInfo } from "dockerode";
import type { Image } from "../ports/engine.ts";

/**
 * An image as the engine describes it. Its bytes are those of its history: `Size` counts the compressed layers, too, where
 * containerd keeps them.
 */
export async function describeImage(docker: Docker, reference: string): Promise<Image> {
  const image = docker.getImage(reference);
  const [info, history] = await Promise.all([image.inspect(), image.history()]);
  const steps: readonly { readonly Size: number }[] = history;
  return toImage(
    info,
    steps.reduce((sum, { Size }) => sum + Size, 0),
  );
}

/** Podman and old engines leave out empty fields. */
function toImage(info: ImageInspectInfo, bytes: number): Image {
  const config: Partial<ImageInspectInfo["Config"]> = info.Config ?? {};
  return {
    id: info.Id.startsWith("sha256:") ? info.Id : `sha256:${info.Id}`,
    references: (info.RepoTags ?? []).filter((name) => !name.startsWith("<none>")),
    digests: (info.RepoDigests ?? []).filter((name) => !name.startsWith("<none>")),
    labels: config.Labels ?? {},
    env: parseEnvironment(config.Env ?? []),
    command: config.Cmd ?? [],
    workdir: config.WorkingDir ?? "",
    os: info.Os,
    architecture: info.Architecture,
    bytes,
    layers: info.RootFS?.Layers ?? [],
  };
}

function parseEnvironment(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [name, value.join("=")];
    }),
  );
}

export function formatEnvironment(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}
