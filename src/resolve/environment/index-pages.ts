import { stringify } from "smol-toml";
import { namedIndex } from "../../wheels/index/known-indexes.ts";
import type { ResolverEnvironment } from "./resolver-environment.ts";

/** Of uv's settings file, below `XDG_CONFIG_HOME`. */
const CONFIG = "config";

/**
 * uv's cache of a resolver begins empty and ends with the plan, so that no page in it is older than the plan. Without this,
 * uv asks for each page again in each resolution, where the index says nothing of lifetimes, as many mirrors do: 10 s instead
 * of 0.5 s for F5-TTS with whisperx.
 */
export const KEPT_PAGES = { api: "max-age=86400", files: "max-age=86400" } as const;

/** Variables of a resolver's commands: uv takes the machine's indexes from the settings file. */
export function indexPagesEnv(folder: string): Readonly<Record<string, string>> {
  return { XDG_CONFIG_HOME: `${folder}/${CONFIG}`, UV_DEFAULT_INDEX: "", UV_INDEX: "" };
}

type Resolver = Pick<ResolverEnvironment, "run" | "write" | "uv" | "pythonFlags">;

/** Writes the machine's indexes as settings of uv, which keep their pages for the whole plan. No variable can say that. */
export async function keepIndexPages(
  resolver: Resolver,
  installerEnv: Readonly<Record<string, string>>,
): Promise<void> {
  const main = installerEnv["UV_DEFAULT_INDEX"] ?? (await publicIndex(resolver));
  const extra = installerEnv["UV_INDEX"]?.split(/\s+/).filter((one) => one !== "") ?? [];
  const index = [
    ...extra.map(namedIndex),
    ...(main === undefined ? [] : [{ ...namedIndex(main), default: true }]),
  ].map((one) => ({ ...one, "cache-control": KEPT_PAGES }));
  const folders = [CONFIG, `${CONFIG}/uv`].map((name) => ({ name }));
  await resolver.write([...folders, { name: `${CONFIG}/uv/uv.toml`, content: stringify({ index }) }]);
}

/** The index that uv asks of its own accord. */
async function publicIndex(resolver: Resolver): Promise<string | undefined> {
  await resolver.write([{ name: "nothing.in", content: "" }]);
  const flags = [...resolver.pythonFlags(), "--offline", "--quiet", "--no-header", "--emit-index-url"];
  const { stdout } = await resolver.run([resolver.uv, "pip", "compile", ...flags, "nothing.in"]);
  return /^--index-url (\S+)$/m.exec(stdout)?.[1];
}
