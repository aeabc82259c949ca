import { describe, expect, it } from "vitest";
import { readInputs } from "../../../src/host/inputs.ts";
import { UsageError } from "../../../src/text/errors.ts";

const COMMANDS = ["plan", "build", "push"];
const read = (inputs: Record<string, string>) => readInputs(COMMANDS, (name) => inputs[name] ?? "");

describe("readInputs", () => {
  it("takes the CLI's defaults for what is empty", () => {
    const nothing = { plan: undefined, planDigest: undefined, push: false, tags: [], allowForks: false };
    expect(read({})).toEqual({ command: "build", manifest: "install.yml", ...nothing });
  });

  it("takes lists by line or comma, each item once", () => {
    const inputs = read({
      command: "push",
      manifest: " a/b.yml ",
      push: "True",
      plan: " plan.json\n",
      "plan-digest": " sha256:1 ",
      tags: "x.example/a:1, b:2\n\n b:2\n",
      "allow-forks": "true",
    });
    expect(inputs).toEqual({
      command: "push",
      manifest: "a/b.yml",
      plan: "plan.json",
      planDigest: "sha256:1",
      push: true,
      tags: ["x.example/a:1", "b:2"],
      allowForks: true,
    });
  });

  it.each(["yes", "on", "1", "tRUE"])("refuses %s as a boolean", (push) => {
    expect(() => read({ push })).toThrow(`Input push is "${push}"; it must be true or false.`);
  });

  it("names every wrong input at once", () => {
    const failing = () => read({ command: "bulid", push: "x", tags: "a b", "allow-forks": "maybe" });
    expect(failing).toThrow(UsageError);
    expect(failing).toThrow(
      /Input command is "bulid"; it must be one of plan, build, push\.\nInput push.*\nInput allow-forks is "maybe".*\nInput tags holds "a b"/u,
    );
  });
});
