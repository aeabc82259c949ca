import type { Manifest } from "../../src/manifest/manifest.ts";
import { parseManifest } from "../../src/manifest/parse-manifest.ts";
import type { BaseFacts } from "../../src/python/base-facts.ts";
import { type ResolveRequest, resolveRequest } from "../../src/resolve/request.ts";
import { baseFacts } from "./base-python.ts";

/** A manifest of phases, `name: [requirements]`, with more of it as YAML. */
export function manifestOf(phases: Readonly<Record<string, readonly string[]>>, more = ""): Manifest {
  return parseManifest(manifestText(phases, more), "install.yml").manifest;
}

/** What the resolver is asked for by such a manifest, on a base. */
export function requestOf(
  phases: Readonly<Record<string, readonly string[]>>,
  more = "",
  facts: BaseFacts = baseFacts(),
): ResolveRequest {
  return resolveRequest(manifestOf(phases, more), facts);
}

export function manifestText(phases: Readonly<Record<string, readonly string[]>>, more = ""): string {
  const entries = Object.entries(phases).map(
    ([name, packages]) => `  - { name: ${name}, packages: ${JSON.stringify(packages)} }\n`,
  );
  return `version: 1\nname: demo\nbase: { image: base.example/python:1 }\nphases:\n${entries.join("")}${more}`;
}
