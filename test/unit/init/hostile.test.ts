import { expect, test } from "vitest";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { threadMilliseconds } from "../../support/thread-time.ts";
import { printed } from "./source-files.ts";

const MEGABYTE = 999_000;
/** Measured below one second; a loaded runner with two cores is given more. */
const LONGEST_MS = 5000;

function filled(pattern: string, characters = MEGABYTE): string {
  return pattern.repeat(Math.floor(characters / pattern.length));
}

test.each([
  ["requirements.txt", "a line", filled("a")],
  ["requirements.txt", "a line of comparisons", `torch${filled(">=1,")}`],
  ["requirements.txt", "requirements", Array.from({ length: 70_000 }, (_, n) => `package${n}`).join("\n")],
  ["requirements.txt", "bad requirements", filled("a b\n", 400_000)],
  ["requirements.txt", "words that begin like secrets", filled(`${filled("token-", 900)}\n`)],
  ["requirements.txt", "addresses", filled(`${filled("://", 900)}\n`)],
  [
    "requirements.txt",
    "paths",
    Array.from({ length: 30_000 }, (_, n) => `./a-${n}-py3-none-any.whl`).join("\n"),
  ],
  ["requirements.txt", "joined lines", filled("a \\\n")],
  ["requirements.txt", "indexes", filled("--index-url https://a.example/whl/cu128\n", 300_000)],
  ["requirements.txt", "references", filled("-r a.txt\n", 300_000)],
  ["pyproject.toml", "dependencies", `[project]\ndependencies = [${filled('"a b",', 200_000)}]`],
  [
    "pyproject.toml",
    "groups",
    `[dependency-groups]\n${Array.from({ length: 9000 }, (_, n) => `g${n} = ["a"]\n`).join("")}`,
  ],
  ["cog.yaml", "a command", `build:\n  run: ["${filled("a && ", 40_000)}"]`],
  ["Dockerfile", "a line", `FROM a\nRUN ${filled("a ", 190_000)}`],
  ["Dockerfile", "variables", `FROM a\nENV ${filled("A=1 ", 190_000)}`],
  [
    "Dockerfile",
    "other variables",
    `FROM a\nENV ${Array.from({ length: 5000 }, (_, n) => `A${n}=1`).join(" ")}`,
  ],
  ["Dockerfile", "substitutions", `FROM a\nRUN ${filled(`pip install \${A:-\${B}} `, 15_000)}`],
  ["Dockerfile", "stages", Array.from({ length: 6000 }, (_, n) => `FROM s${n} AS s${n + 1}`).join("\n")],
  ["Dockerfile", "instructions", `FROM a\n${filled("USER 1\n", 150_000)}`],
  ["Dockerfile", "growing variables", `FROM a\nENV A=aaaaaaaaaa\n${filled("ENV A=$A$A\n", 400)}`],
])("a %s with a great many %s becomes a good manifest in little time", async (file, _, text) => {
  const before = threadMilliseconds();
  const manifest = await printed({ [`/repo/${file}`]: text, "/repo/a.txt": "numpy" }, { from: file });
  expect(threadMilliseconds() - before).toBeLessThan(LONGEST_MS);
  expect(() => parseManifest(manifest, "m")).not.toThrow();
  expect(manifest.length).toBeLessThan(200_000);
});

test("nothing of an included file outside of the repository is read", async () => {
  const text = await printed({
    "/repo/.git/HEAD": "",
    "/repo/requirements.txt":
      "-r ../other/secret.txt\n-r /other/secret.txt\n-r sub/../../other/secret.txt\nnumpy\n",
    "/other/secret.txt": "private-package\n",
  });
  expect(text).not.toContain("private-package");
  expect(text.match(/which lies outside this repository/g)).toHaveLength(3);
});

test("an included file that is no text is named and left out", async () => {
  const text = await printed({ "/repo/requirements.txt": "-r a.txt\nnumpy\n", "/repo/a.txt": "to\0rch" });
  expect(text).toContain("requirements.txt:1: the file `a.txt`, which isn't a text file");
});

test("a comment can't be broken out of", async () => {
  const text = await printed({
    "/repo/pyproject.toml":
      '[project]\nname="a"\ndependencies = ["x @ a\\nversion: 2\\r\\nname: evil\\u2028phases: []"]\n',
  });
  expect(parseManifest(text, "m").manifest.name).toBe("a");
  expect(text.split("\n").filter((line) => line.startsWith("name:"))).toEqual(["name: a"]);
});
