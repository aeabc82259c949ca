import type { ImageInspectInfo } from "dockerode";
import type { Image } from "../ports/engine.ts";

/** Converts an engine's description of an image. Podman and old engines leave out empty fields. */
export function toImage(info: ImageInspectInfo): Image {
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
    bytes: info.Size,
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
