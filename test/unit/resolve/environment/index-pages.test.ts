import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { keepIndexPages } from "../../../../src/resolve/environment/index-pages.ts";
import type { ResolverEnvironment } from "../../../../src/resolve/environment/resolver-environment.ts";

const KEPT = { api: "max-age=86400", files: "max-age=86400" };

/** The settings that uv gets on a machine with these variables, where its own index is the given one. */
async function settingsWith(installerEnv: Record<string, string>, own = "") {
  const written = new Map<string, unknown>();
  const asked: string[] = [];
  const write: ResolverEnvironment["write"] = async (entries) => {
    for (const { name, content } of entries) written.set(name, content);
  };
  const run: ResolverEnvironment["run"] = async (command) => {
    asked.push(command.join(" "));
    return { exitCode: 0, stdout: own, stderr: "" };
  };
  await keepIndexPages({ uv: "uv", pythonFlags: () => [], write, run }, installerEnv);
  return { settings: parse(String(written.get("config/uv/uv.toml"))), asked };
}

describe("the index pages of a plan", () => {
  test("are kept from all indexes of the machine, in their order and with their names and logins", async () => {
    const { settings, asked } = await settingsWith({
      UV_DEFAULT_INDEX: "https://u:p@mirror.example/simple",
      UV_INDEX: "torch=https://torch.example/whl/cu128  https://extra.example/simple/",
    });

    expect(settings["index"]).toEqual([
      { name: "torch", url: "https://torch.example/whl/cu128", "cache-control": KEPT },
      { url: "https://extra.example/simple/", "cache-control": KEPT },
      { url: "https://u:p@mirror.example/simple", default: true, "cache-control": KEPT },
    ]);
    expect(asked).toEqual([]);
  });

  test("are kept from uv's own index where the machine names none", async () => {
    const { settings } = await settingsWith({}, "--index-url https://public.example/simple\n\n");

    expect(settings["index"]).toEqual([
      { url: "https://public.example/simple", default: true, "cache-control": KEPT },
    ]);
  });

  test("are asked for as uv does where uv doesn't say its index", async () => {
    expect((await settingsWith({})).settings["index"]).toEqual([]);
  });
});
