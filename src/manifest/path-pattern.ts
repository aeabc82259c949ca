import { quote } from "../text/quote.ts";
import { imagePathFault } from "./settings/paths.ts";

/** Folders that hold most of an image, each with what others put there. */
const WIDE = new Set([
  ...["bin", "boot", "etc", "home", "lib", "lib32", "lib64", "opt"],
  ...["root", "run", "sbin", "srv", "tmp", "usr", "var"],
]);

/**
 * What is wrong with a pattern of paths in the image. In a pattern, `*` and `?` stand for letters of one name, and a name `**`
 * for any number of names. A pattern has to say where: its first name is no wildcard, nor its second one in a folder such as /usr.
 */
export function pathPatternFault(pattern: string): string | undefined {
  const fault = imagePathFault(pattern);
  if (fault !== undefined) return fault;
  const [first = "", second] = pattern.slice(1).split("/");
  const isWide = isOpen(first) || (WIDE.has(first) && (second === undefined || isOpen(second)));
  if (!isWide) return undefined;
  return `${quote(pattern)} would let most of the image change; write the file or its folder, such as \`/etc/demo/**\``;
}

function isOpen(name: string): boolean {
  return name === "" || /^[*?]/.test(name);
}

/** Whether a path in the image is one that a pattern means. */
export function matchesPath(pattern: string, path: string): boolean {
  const names = path.split("/");
  const parts = pattern.split("/");
  // Numbers of names that the parts so far may stand for.
  let ends: readonly number[] = [0];
  for (const [index, part] of parts.entries()) {
    const least = index === parts.length - 1 ? 1 : 0;
    const from = (ends[0] ?? names.length + 1) + least;
    if (part === "**") ends = names.map((_, at) => at + 1).filter((at) => at >= from);
    else
      ends = ends.filter((at) => at < names.length && matchName(part, names[at] ?? "")).map((at) => at + 1);
    if (part === "**" && least === 0) ends = [from, ...ends.filter((at) => at > from)];
  }
  return ends.includes(names.length);
}

/** Goes back to the last `*` only, so that the time doesn't explode. */
function matchName(pattern: string, name: string): boolean {
  let [at, seen, star, from] = [0, 0, -1, 0];
  while (seen < name.length) {
    if (pattern[at] === "*") [star, from, at] = [at, seen, at + 1];
    else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === name[seen]))
      [at, seen] = [at + 1, seen + 1];
    else if (star >= 0) [at, from, seen] = [star + 1, from + 1, from + 1];
    else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
