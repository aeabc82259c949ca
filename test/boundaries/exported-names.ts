import type { Sources } from "./house.ts";

const EXPORT =
  /^export (?:declare )?(?:async )?(?:function\*?|(?:abstract )?class|const|let|interface|type) (?<name>[\w$]+)/gm;

/** Exported names that two files define, a sentence each. A reader must know by the name alone what is meant. */
export function namesTwice(sources: Sources): readonly string[] {
  const files = new Map<string, Set<string>>();
  for (const [path, source] of sources) {
    for (const { groups } of source.matchAll(EXPORT)) {
      const name = groups?.["name"] ?? "";
      files.set(name, (files.get(name) ?? new Set()).add(path));
    }
  }
  return [...files].flatMap(([name, paths]) =>
    paths.size > 1
      ? [`${name} is exported by ${[...paths].join(" and ")}: one of them needs its own name.`]
      : [],
  );
}
