import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createNodeFiles } from "../../../src/host/node-files.ts";
import { loadManifest } from "../../../src/planning/manifest-files.ts";
import { ManifestError, UsageError } from "../../../src/text/errors.ts";
import { manifestText } from "../../support/manifests.ts";
import { scratchFolder } from "../../support/scratch-folder.ts";

const ports = { files: createNodeFiles() };
const load = (path: string) => loadManifest({ path, allowPrivateIndex: false }, ports);

interface Repository extends AsyncDisposable {
  readonly root: string;
  readonly manifest: string;
}

/** A repository, tracked by git, with a manifest in a folder of it. */
async function repository(more: string): Promise<Repository> {
  const folder = await scratchFolder();
  const inner = join(folder.path, "repository", "images", "demo");
  await mkdir(join(folder.path, "repository", ".git"), { recursive: true });
  await mkdir(join(inner, "app"), { recursive: true });
  await writeFile(join(inner, "app", "handler.py"), "");
  await writeFile(join(folder.path, "secret.txt"), "secret");
  const manifest = join(inner, "install.yml");
  await writeFile(manifest, manifestText({ one: ["a"] }, more));
  return {
    root: join(folder.path, "repository"),
    manifest,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

const copying = (from: string) => `files: [{ from: ${JSON.stringify(from)}, to: /app }]\n`;

async function faultOf(manifest: string): Promise<ManifestError> {
  const error = await load(manifest).catch((thrown: unknown) => thrown);
  if (error instanceof ManifestError) return error;
  throw new Error("The manifest was taken.", { cause: error });
}

describe("the files that a manifest names", () => {
  test("are found beside it", async () => {
    await using scene = await repository(
      `${copying("app")}verify: { timings: { audio: app/handler.py, text: app/handler.py } }\n`,
    );

    const { sources, sample } = await load(scene.manifest);

    const inner = join(scene.root, "images", "demo", "app");
    expect(sources).toEqual([inner]);
    expect(sample).toEqual({ audio: join(inner, "handler.py"), text: join(inner, "handler.py") });
  });

  test("wheels beneath it are among them; one that is missing is named with the nearest, one that is a link isn't taken", async () => {
    await using scene = await repository("");
    const inner = join(scene.root, "images", "demo");
    await writeFile(join(inner, "app", "demo-1.0-py3-none-any.whl"), "");
    await symlink("demo-1.0-py3-none-any.whl", join(inner, "app", "demo-2.0-py3-none-any.whl"));
    const asking = (name: string) => writeFile(scene.manifest, manifestText({ one: ["a", `./app/${name}`] }));

    await asking("demo-1.0-py3-none-any.whl");
    expect((await load(scene.manifest)).folder).toBe(inner);
    await asking("demo-1.1-py3-none-any.whl");
    expect((await faultOf(scene.manifest)).problems).toEqual([
      {
        message: expect.stringMatching(
          /there is no `app\/demo-1\.1.*Did you mean `demo-1\.0-py3-none-any\.whl`\?/,
        ),
        location: { file: scene.manifest, line: 5, column: expect.any(Number) },
      },
    ]);
    await asking("demo-2.0-py3-none-any.whl");
    expect((await faultOf(scene.manifest)).message).toContain("is itself a symbolic link");
    await writeFile(join(scene.root, "..", "demo-1.0-py3-none-any.whl"), "");
    await symlink(join(scene.root, ".."), join(inner, "app", "above"));
    await asking("above/demo-1.0-py3-none-any.whl");
    expect((await faultOf(scene.manifest)).message).toContain("is reached by a link that leaves");
  });

  test("and its lock is read, whose content counts", async () => {
    await using scene = await repository("lock: app/pylock.toml\n");
    await writeFile(join(scene.root, "images", "demo", "app", "pylock.toml"), "the lock");

    expect((await load(scene.manifest)).lock).toEqual({
      file: join(scene.root, "images", "demo", "app", "pylock.toml"),
      text: "the lock",
      folder: "app",
      allowPrivate: false,
    });
  });

  test("and a lock that isn't there is named with its line", async () => {
    await using scene = await repository("lock: pylock.toml\n");

    const { problems } = await faultOf(scene.manifest);

    expect(problems[0]?.message).toContain("there is no `pylock.toml` beside the manifest");
    expect(problems[0]?.location).toMatchObject({ file: scene.manifest, line: 6 });
  });

  test("may have names that begin with dots, at the top of the repository, too", async () => {
    await using folder = await scratchFolder();
    await writeFile(join(folder.path, "..config"), "");
    await writeFile(join(folder.path, "install.yml"), manifestText({ one: ["a"] }, copying("..config")));

    const { sources } = await load(join(folder.path, "install.yml"));

    expect(sources).toEqual([join(folder.path, "..config")]);
  });

  test("that are missing are named with their place in the manifest", async () => {
    await using scene = await repository(copying("missing"));

    const { problems } = await faultOf(scene.manifest);

    expect(problems[0]?.message).toContain("there is no `missing` beside the manifest");
    expect(problems[0]?.location).toMatchObject({ file: scene.manifest, line: 6 });
  });

  test.each([
    ["a link to a file outside", "link", "../../../secret.txt"],
    ["a link to a file inside", "link", "app/handler.py"],
    ["a link that leads nowhere", "link", "nowhere"],
    ["a folder with a link that leaves it", "app/link", "../../../../secret.txt"],
  ])("are refused at once, not at the end of the build: %s", async (_, at, target) => {
    await using scene = await repository(copying(at.split("/")[0] ?? ""));
    await symlink(target, join(scene.root, "images", "demo", at));

    const { problems } = await faultOf(scene.manifest);

    expect(problems[0]?.message).toMatch(/symbolic link|there is no/);
    expect(problems[0]?.location.line).toBe(6);
  });

  test("may hold links that stay inside", async () => {
    await using scene = await repository(copying("app"));
    await symlink("handler.py", join(scene.root, "images", "demo", "app", "main.py"));

    expect((await load(scene.manifest)).sources).toHaveLength(1);
  });
});

describe("a manifest that can't be read", () => {
  test.each([
    ["one that isn't there", "missing.yml", "it doesn't exist"],
    ["a folder", ".", "it is a folder"],
  ])("%s", async (_, name, why) => {
    await using folder = await scratchFolder();

    const error = await load(join(folder.path, name)).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(why);
  });
});
