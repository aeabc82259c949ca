import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Room, Sources } from "./house.ts";

/** What lies beneath src/. */
export function readSources(root: string): Sources {
  const names = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  const paths = names.filter((name) => name.endsWith(".ts")).map((name) => `src/${name}`);
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

export function readTable(root: string): readonly Room[] {
  return JSON.parse(readFileSync(join(root, "lint/rooms.json"), "utf8"));
}
