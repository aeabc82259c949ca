/** Stands between ranges of which either will do. */
export const OR = " or ";

/**
 * The ranges of one distribution, of which uv prints one for each gap between two holes, in the words that a requirement has
 * for them: `>=1,<2` and `>2,<3` are `>=1,!=2,<3`. Wider gaps stay alternatives.
 */
export function unionOf(ranges: readonly string[]): string {
  const joined: string[] = [];
  for (const range of ranges) {
    const before = joined.at(-1);
    const both = before === undefined ? undefined : acrossHole(before, range);
    if (both === undefined) joined.push(range);
    else joined[joined.length - 1] = both;
  }
  return joined.join(OR);
}

/** Two ranges that lack only one version between them, as one. */
function acrossHole(below: string, above: string): string | undefined {
  const [, start = "", hole] = /^(?:(.*),)?<([^,=]+)$/.exec(below) ?? [];
  const [, from, end = ""] = /^>([^,=]+)(?:,(.*))?$/.exec(above) ?? [];
  if (hole === undefined || hole !== from) return undefined;
  return [start, `!=${hole}`, end].filter(Boolean).join(",");
}
