import { expect, test } from "vitest";
import { shellCommands } from "../../../../src/init/dockerfile/shell-commands.ts";

function plain(script: string): string[] {
  return shellCommands(script, (name) => (name === "V" ? "2.8.0" : undefined))
    .filter((command) => command.plain)
    .map(({ words }) => words.join(" "));
}

test.each([
  ["a && b; c", ["a", "b", "c"]],
  ["a\nb \\\n c", ["a", "b c"]],
  [`pip install 'a>=1' "b==$V" c==\${V}`, ["pip install a>=1 b==2.8.0 c==2.8.0"]],
  ["pip install a==$UNKNOWN", [`pip install a==\${UNKNOWN}`]],
  ["pip install a==2.* # why", ["pip install a==2.*"]],
  ["pip install x@git+https://a.example/x#egg=x b", ["pip install x@git+https://a.example/x#egg=x b"]],
  ["pip install a > log 2>&1 && b 2>/dev/null", ["pip install a", "b"]],
  ["pip install a>=1 b<3 c", ["pip install a>=1 b<3 c"]],
  ["if [ -n x ]; then pip install a; fi; b", ["b"]],
  ["for x in a b; do pip install $x; done && c", ["c"]],
  ["a || b && c", ["a", "c"]],
  ["pip install $(cat list)", []],
  ["pip install `cat list`", []],
  ["a ${", []],
])("%s", (script, commands) => {
  expect(plain(script)).toEqual(commands);
});

test("a comparison that a shell takes for a redirection is told", () => {
  expect(shellCommands("pip install torch>=2 x", () => undefined)[0]?.unquoted).toEqual(["torch>=2"]);
});

test.each([
  [
    "ldconfig /usr/local/cuda/compat && useradd worker",
    ["ldconfig /usr/local/cuda/compat", "useradd worker"],
  ],
  [`python -m nltk.downloader "a b" 'c'`, ["python -m nltk.downloader a b c"]],
  ["a > log", []],
  ["a | b", []],
  ["a || true", []],
  ["a & b", []],
  ["a *.txt", []],
  ["a $HOME", []],
  ["a ~/x", []],
  ["cd /x && make", ["cd /x"]],
  ["export A=1; a", ["export A=1"]],
  ["a\nX=1\nb", ["a", "X=1"]],
  ["(a; b)", []],
  ["if a; then b; fi", []],
  ["a $(b)", []],
])("of %j, words are all that there is to %j", (script, commands) => {
  const exact = shellCommands(script, () => undefined).filter((command) => command.exact);
  expect(exact.map(({ words }) => words.join(" "))).toEqual(commands);
});
