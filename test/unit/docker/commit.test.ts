import { afterEach, describe, expect, test } from "vitest";
import { EngineServer } from "../../support/engine-server.ts";

let server: EngineServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const LABELS = { "org.example.note": "a b" };

/** Commits on an engine that calls itself so; its image has the labels asked for. */
async function commitOn(name: string, env: Readonly<Record<string, string>>) {
  const image = { Id: "sha256:1", Os: "linux", Architecture: "amd64", Config: { Labels: LABELS } };
  server = await EngineServer.start((request, response) => {
    const [path] = (request.url ?? "").split("?");
    const answers: Readonly<Record<string, unknown>> = {
      "/version": { Components: [{ Name: name }] },
      "/containers/create": { Id: "c" },
      "/containers/c/json": { Image: "base" },
      "/commit": { Id: "sha256:1" },
    };
    response.setHeader("content-type", "application/json");
    response.statusCode = request.method === "POST" ? 201 : 200;
    response.end(JSON.stringify(answers[path ?? ""] ?? (path?.endsWith("/history") ? [] : image)));
  });
  const engine = await server.open();
  const container = await engine.createContainer({ name: "c", image: "base", command: ["true"], labels: {} });
  const config = { command: ["python3", "a b.py"], entrypoint: [], env, workdir: "/srv", labels: LABELS };
  await container.commit({ comment: "c", config });
  const commit = server.requests.find(({ path }) => path.startsWith("/commit"));
  return new URL(commit?.path ?? "", "http://engine").searchParams.getAll("changes");
}

describe("a commit", () => {
  test("gives Docker its configuration in the body alone", async () => {
    expect(await commitOn("Engine", { GREETING: "a\nb" })).toEqual([]);
  });

  test("gives Podman, which reads no body, one instruction for each value", async () => {
    expect(await commitOn("Podman Engine", { GREETING: "a=b 'c'" })).toEqual([
      'CMD ["python3","a b.py"]',
      "ENTRYPOINT []",
      "WORKDIR /srv",
      "ENV GREETING=a=b 'c'",
      "LABEL org.example.note=a b",
    ]);
  });

  test("refuses a line break on Podman, where it would begin another instruction", async () => {
    await expect(commitOn("Podman Engine", { GREETING: "a\nLABEL evil=1" })).rejects.toThrow(/line break/);
  });
});
