import * as z from "zod";
import { UsageError } from "../../text/errors.ts";
import type { PackageIndexes } from "./package-indexes.ts";

const address = z.string();
const addresses = z.array(address);
const UV_TOML = z.object({
  index: z
    .array(
      z.object({
        name: z.string().optional(),
        url: address,
        default: z.boolean().optional(),
        explicit: z.boolean().optional(),
      }),
    )
    .optional(),
  "index-url": address.optional(),
  "extra-index-url": addresses.optional(),
  "allow-insecure-host": addresses.optional(),
  pip: z.object({ "index-url": address.optional(), "extra-index-url": addresses.optional() }).optional(),
});

/** The index settings of a uv.toml. */
export interface UvToml extends PackageIndexes {
  readonly insecureHosts: readonly string[];
}

/**
 * Reads the index settings of a uv.toml, and nothing else. Explicit indexes are left out: they serve only projects that
 * name them.
 * @throws UsageError when it isn't TOML or a setting has the wrong kind of value.
 */
export async function readUvToml(text: string, file: string): Promise<UvToml> {
  // Loaded here, because every start would pay for it and few machines have this file.
  const { parse, TomlError } = await import("smol-toml");
  try {
    const settings = UV_TOML.parse(parse(text));
    const listed = (settings.index ?? []).filter((index) => index.explicit !== true);
    const main = listed.find((index) => index.default === true)?.url ?? settings["index-url"];
    const extra = listed.filter((index) => index.default !== true);
    return {
      main: main ?? settings.pip?.["index-url"],
      extra: [
        ...extra.map(({ name, url }) => (name === undefined ? url : `${name}=${url}`)),
        ...(settings["extra-index-url"] ?? settings.pip?.["extra-index-url"] ?? []),
      ],
      insecureHosts: settings["allow-insecure-host"] ?? [],
    };
  } catch (error) {
    if (error instanceof TomlError) {
      const location = { file, line: error.line, column: error.column };
      throw new UsageError(`${file} isn't valid TOML: ${error.message.split("\n")[0]}`, {
        location,
        cause: error,
      });
    }
    if (!(error instanceof z.ZodError)) throw error;
    throw new UsageError(`${file} can't be used: ${z.prettifyError(error)}`, {
      location: { file },
      cause: error,
    });
  }
}
