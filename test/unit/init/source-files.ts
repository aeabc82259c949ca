import { dirname } from "node:path";
import { type InitOptions, initManifest } from "../../../src/init/init-manifest.ts";

/** Files by their absolute path, as far as `init` sees them. */
export function sourceFiles(texts: Readonly<Record<string, string>>) {
  const all = new Map(Object.entries(texts));
  const folders = () => new Set([...all.keys()].flatMap((path) => above(path)));
  return {
    all,
    async readText(path: string): Promise<string> {
      const text = all.get(path);
      if (text !== undefined) return text;
      throw new Error(`ENOENT: no such file or directory, open '${path}'`);
    },
    async exists(path: string): Promise<boolean> {
      if (path.endsWith("/.")) return folders().has(path.slice(0, -2));
      return all.has(path) || folders().has(path);
    },
    async write(path: string, content: string | Uint8Array): Promise<void> {
      all.set(path, String(content));
    },
  };
}

function above(path: string): string[] {
  const folder = dirname(path);
  return folder === path ? [folder] : [folder, ...above(folder)];
}

/** What `init -o -` prints for files below /repo, and what it tells. */
export async function printed(
  texts: Readonly<Record<string, string>>,
  options: Partial<InitOptions> = {},
): Promise<string> {
  const parts: string[] = [];
  const files = sourceFiles(texts);
  const ports = { files, log: { info: () => undefined }, print: (text: string) => void parts.push(text) };
  await initManifest(
    { from: undefined, context: undefined, output: "-", force: false, folder: "/repo", ...options },
    ports,
  );
  return parts.join("");
}
