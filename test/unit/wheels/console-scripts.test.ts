import { describe, expect, test } from "vitest";
import { scriptsOf } from "../../../src/wheels/console-scripts.ts";

describe("the scripts of entry_points.txt", () => {
  test("are those of consoles and of graphical programs", () => {
    const text =
      "[console_scripts]\nrun = tool:main\n\n[gui_scripts]\nwindow = tool.gui:open\n[tool.plugins]\nx = tool:x\n";

    expect(scriptsOf(text).map((script) => script.name)).toEqual(["run", "window"]);
  });

  test.each([
    ["run=tool:main", { name: "run", module: "tool", imported: "main", called: "main" }],
    ["  run  =  tool.cli : app ", { name: "run", module: "tool.cli", imported: "app", called: "app" }],
    ["run = tool:app.start", { name: "run", module: "tool", imported: "app", called: "app.start" }],
    ["run = tool:main [fast,loud]", { name: "run", module: "tool", imported: "main", called: "main" }],
    ["run-it.now = tool:main", { name: "run-it.now", module: "tool", imported: "main", called: "main" }],
  ])("%j", (line, script) => {
    expect(scriptsOf(`[console_scripts]\n${line}\n`)).toEqual([script]);
  });

  test("with Windows line ends are the same", () => {
    expect(scriptsOf("[console_scripts]\r\nrun = tool:main\r\n")).toEqual(
      scriptsOf("[console_scripts]\nrun = tool:main\n"),
    );
  });

  test("of the same name count once, the last of them", () => {
    const scripts = scriptsOf("[console_scripts]\nrun = tool:old\nrun = tool:new\n");

    expect(scripts.map((script) => script.called)).toEqual(["new"]);
  });

  test.each([
    "",
    "[console_scripts]\n",
    "run = tool:main",
    "[console_scripts]\n# run = tool:main",
    "[console_scripts]\nrun = tool",
  ])("%j has none", (text) => {
    expect(scriptsOf(text)).toEqual([]);
  });
});
