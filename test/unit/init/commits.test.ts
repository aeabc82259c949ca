import { expect, test } from "vitest";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { printed } from "./source-files.ts";

const AT = "git+https://git.example/team";

test("commits of git are carried over as they are, where they have a name and their host is the world's", async () => {
  const text = await printed(
    {
      "/repo/requirements.txt": [
        "-c c.txt",
        `Whisperx[all] @ ${AT}/whisperX.git@v3.8.6 ; python_version >= '3.10'`,
        `voices @ ${AT}/mono.git@main#subdirectory=python/voices`,
        `voices @ ${AT}/mono.git@v2#subdirectory=python/voices`,
        `${AT}/nameless.git@v1`,
        "inner @ git+ssh://git@forge.internal/inner.git@v1",
        `torch @ ${AT}/pytorch.git@v2.8.0`,
      ].join("\n"),
      "/repo/c.txt": "whisperx<4\n",
    },
    { from: "requirements.txt" },
  );

  const { phases } = parseManifest(text, "install.yml").manifest;
  expect(phases.flatMap(({ packages }) => packages.map((one) => one.text)).sort()).toEqual([
    `Whisperx[all] @ ${AT}/whisperX.git@v3.8.6 ; python_version >= '3.10'`,
    `voices @ ${AT}/mono.git@main#subdirectory=python/voices`,
  ]);
  expect(text).toContain("requirements.txt:4: `voices @");
  expect(text).toContain("another file or commit of the same name comes before it: keep one of the two");
  expect(text).toMatch(/requirements\.txt:5: .* without a name; write `nameless @ ` before it/);
  expect(text).toMatch(/requirements\.txt:6: .*: it leads to `forge\.internal`, inside the machine/);
  expect(text).toMatch(/requirements\.txt:7: `torch @ .*, asked for by URL/);
});
