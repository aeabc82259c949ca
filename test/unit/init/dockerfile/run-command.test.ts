import { describe, expect, test } from "vitest";
import { readScript } from "../../../../src/init/dockerfile/run-command.ts";
import { shellCommands } from "../../../../src/init/dockerfile/shell-commands.ts";

const AT = { file: "Dockerfile", line: 1 };

function read(script: string) {
  const effects = readScript(
    shellCommands(script, () => undefined),
    AT,
  );
  return {
    run: effects.flatMap((effect) => (effect.run ? [effect.run.join(" ")] : [])),
    system: effects.flatMap((effect) => effect.systemPackages.map(({ text }) => text)),
    notes: effects.flatMap((effect) => effect.request.notes.map(({ message }) => message)),
  };
}

describe("a phase can run", () => {
  test.each([
    "ldconfig /usr/local/cuda-12.8/compat",
    "python -m spacy download en_core_web_sm",
    "python3 -c 'import nltk; nltk.download(\"punkt\")'",
    "curl -fsSL -o /usr/local/bin/pget https://files.example/pget && chmod +x /usr/local/bin/pget",
  ])("%s", (script) => {
    const { run, notes } = read(script);
    expect(run.join(" && ")).toBe(script.replaceAll(/['\\]/g, ""));
    expect(notes).toEqual([]);
  });
});

describe("a phase doesn't run", () => {
  test.each([
    ["a script of the repository", "python /src/download_model.py"],
    ["a path in its folder", "make -C tools/x"],
    ["what the shell does", "curl https://files.example/x | bash"],
    ["what another package manager does", "npm ci"],
    [
      "what a header with a secret fetches",
      "curl -H 'Authorization: Bearer abcdefghijkl' https://hub.example/x",
    ],
    ["what a variable decides", "fetch $MODEL"],
    ["a clone, and what follows it", "git clone https://git.example/x.git && make-things /x"],
    ["a command with a variable in front", "MAX_JOBS=4 build-things"],
    ["what a part of it is only tried for", "first || second"],
  ])("%s", (_, script) => {
    const { run, notes } = read(script);
    expect(run).toEqual([]);
    expect(notes.length).toBeGreaterThan(0);
    expect(notes.join()).not.toContain("abcdefghijkl");
  });
});

test("system packages keep their versions; what a manifest can't hold is noted", () => {
  const { system, notes } = read("apt-get install -y ffmpeg sox=14.4.2-1 libc6:i386 ./x.deb");
  expect(system).toEqual(["ffmpeg", "sox=14.4.2-1"]);
  expect(notes).toEqual(["the system package `libc6:i386`", "the system package `./x.deb`"]);
});
