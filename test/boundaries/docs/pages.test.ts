import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import packageJson from "../../../package.json" with { type: "json" };
import { deadLinks, deadPaths } from "./links.ts";
import { longSentences, MOST_WORDS } from "./prose.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name}`);
const pages = ["README.md", "CONTRIBUTING.md", ...docs];
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** `count` words without a full stop. */
const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(" ");

describe("a sentence", () => {
  test.each([
    ["in a paragraph", `Short.\nThen ${words(30)}.`],
    ["after a sentence that ends with code", `Write \`a.b\`. Then ${words(30)}.`],
    ["that begins with code", `Short. \`plan\` ${words(30)}.`],
    ["over several lines", `${words(16)}\n${words(16)}`],
    ["with a semicolon", `${words(16)}; ${words(16)}.`],
    ["in an entry of a list", `- one\n- ${words(31)}`],
    ["in a nested entry", `- one\n  - ${words(31)}`],
    ["in a quote", `> ${words(31)}`],
    ["in a heading", `# ${words(31)}`],
    ["with a link and emphasis", `Then **${words(15)}** [${words(15)}](a.md).`],
    ["that goes on behind an abbreviation", `${words(15)}, e.g. ${words(15)}.`],
  ])(`of more than ${MOST_WORDS} words is seen %s`, (_, markdown) => {
    expect(longSentences(markdown)).toHaveLength(1);
  });

  test.each([
    ["has just as many", `${words(MOST_WORDS)}.`],
    ["ends between", `${words(20)}. Then ${words(20)}.`],
    ["ends with a paragraph", `${words(20)}\n\n${words(20)}`],
    ["ends before a list", `${words(20)}:\n- ${words(20)}\n- ${words(20)}`],
    ["has code, which is one word", `${words(20)} \`${words(20)}\`.`],
    ["has a link, which is its text", `[${words(20)}](https://files.example/${words(1)}).`],
    ["is a table", `| ${words(31)} |\n| --- |\n| ${words(31)} |`],
    ["is a block of code", `\`\`\`\n${words(31)}\n\`\`\``],
    ["is a comment", `<!-- ${words(31)} -->`],
  ])("is let pass that %s", (_, markdown) => {
    expect(longSentences(markdown)).toEqual([]);
  });

  test.each(["README.md", ...docs])(`is never longer than ${MOST_WORDS} words in %s`, (path) => {
    expect(longSentences(read(path))).toEqual([]);
  });
});

describe("a path written as code", () => {
  const exists = (path: string) => ["src/plan/plan.ts", "bench/watch"].includes(path);

  test("is seen to be dead", () => {
    const text =
      "Start at `plan/gone.ts`, `src/gone/`, `bench/gone/run.ts`; not at `plan/plan.ts`, `bench/watch`, `/app/x.ts`.";
    expect(deadPaths({ pages: new Map([["a.md", text]]), exists })).toEqual([
      "a.md: plan/gone.ts",
      "a.md: src/gone/",
      "a.md: bench/gone/run.ts",
    ]);
  });

  test("of README, docs and CONTRIBUTING is never dead", () => {
    const texts = new Map(pages.map((path) => [path, read(path)]));
    expect(deadPaths({ pages: texts, exists: (path) => existsSync(join(root, path)) })).toEqual([]);
  });
});

describe("a link", () => {
  const planted = (text: string) =>
    deadLinks({
      pages: new Map([
        ["docs/a.md", text],
        ["docs/how-to/b.md", "# `plan` and its files\n\n## Twice\n\n## Twice\n"],
      ]),
      exists: (path) => ["docs/a.md", "docs/how-to/b.md", "src"].includes(path),
    });

  test.each(["c.md", "how-to/c.md", "b.md", "#nowhere", "how-to/b.md#nowhere", "../lib", "c.md#twice"])(
    "to %s is seen to be dead",
    (link) => {
      expect(planted(`See [it](${link}) and [that][1].\n\n[1]: ${link}\n`)).toEqual(
        Array(2).fill(`docs/a.md: ${link}`),
      );
    },
  );

  test.each(["how-to/b.md", "how-to/b.md#plan-and-its-files", "how-to/b.md#twice-1", "../src", "#a"])(
    "to %s is let pass",
    (link) => expect(planted(`# A\n\n[it](${link}), [that](https://files.example/x.md)`)).toEqual([]),
  );

  test("of README, docs and CONTRIBUTING is never dead", () => {
    expect(docs.length).toBeGreaterThan(5);
    const texts = new Map(pages.map((path) => [path, read(path)]));
    expect(deadLinks({ pages: texts, exists: (path) => existsSync(join(root, path)) })).toEqual([]);
  });
});

describe("a command", () => {
  const unknown = (text: string) =>
    [...text.matchAll(/npm run ([\w:-]+)|node ([\w/-]+\.(?:ts|mjs))/g)].flatMap(([all, script, file]) => {
      const known = script === undefined ? existsSync(join(root, file ?? "")) : script in packageJson.scripts;
      return known ? [] : [all];
    });

  test("that doesn't exist is seen", () => {
    expect(unknown("Run `npm run nothing` or `node bench/nothing.ts 3`.")).toEqual([
      "npm run nothing",
      "node bench/nothing.ts",
    ]);
  });

  test.each(pages)("exists wherever %s names one", (path) => {
    expect(unknown(read(path).replaceAll(/<!--.*?-->/gs, ""))).toEqual([]);
  });
});
