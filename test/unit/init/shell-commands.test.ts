import { expect, test } from "vitest";
import { shellCommands } from "../../../src/init/shell-commands.ts";

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
