import type { FileCopy } from "../manifest.ts";

/**
 * Where on this machine a path of the image is copied from; undefined for one that lies beneath no `files[].to`. Nothing says that
 * the file is there.
 * @param sources absolute paths of `files[].from`, in order.
 */
export function copySource(
  path: string,
  files: readonly Pick<FileCopy, "to">[],
  sources: readonly string[],
): string | undefined {
  // Of two copies to one place the later one counts.
  const index = files.findLastIndex(
    ({ to }) => path === to || path.startsWith(to.endsWith("/") ? to : `${to}/`),
  );
  const [copied, source] = [files[index], sources[index]];
  if (copied === undefined || source === undefined) return undefined;
  const rest = path.slice(copied.to.length).replace(/^\//, "");
  return rest === "" ? source : `${source}/${rest}`;
}
