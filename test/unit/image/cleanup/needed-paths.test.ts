import { expect, test } from "vitest";
import { neededPaths } from "../../../../src/image/cleanup/needed-paths.ts";
import { manifestOf } from "../../../support/manifests.ts";

const IMAGE = { env: {}, workdir: "/", command: [] };

test.each([
  ["what the manifest copies", "files: [{ from: app, to: /app }]\n", IMAGE, "/app"],
  ["what its environment names", "env: { HF_HOME: /models/hub }\n", IMAGE, "/models/hub"],
  ["each part of a list", "", { ...IMAGE, env: { PYTHONPATH: "/tmp/a:/tmp/b" } }, "/tmp/b"],
  ["what its command names", "command: [python, /tmp/serve.py, --model=/tmp/model]\n", IMAGE, "/tmp/model"],
  ["where it runs", "workdir: /srv/app\n", IMAGE, "/srv/app"],
  ["what the base's settings name", "", { ...IMAGE, command: ["/tmp/start"] }, "/tmp/start"],
  ["where the base runs", "", { ...IMAGE, workdir: "/var/tmp/work" }, "/var/tmp/work"],
])("%s is needed", (_, more, image, path) => {
  expect(neededPaths(manifestOf({ one: ["a"] }, more), image)).toContain(path);
});

test("places to work in aren't, nor what is no path", () => {
  const env = {
    HOME: "/root",
    TMPDIR: "/tmp/x",
    PIP_CACHE_DIR: "/tmp/pip",
    LANG: "C.UTF-8",
    URL: "https://a.example/b",
  };
  expect(neededPaths(manifestOf({ one: ["a"] }), { ...IMAGE, env })).toEqual(["/"]);
});

test("the manifest's value of a variable is the image's", () => {
  const manifest = manifestOf({ one: ["a"] }, "env: { MODELS: /new }\n");
  expect(neededPaths(manifest, { ...IMAGE, env: { MODELS: "/old" } })).toEqual(["/", "/new"]);
});
