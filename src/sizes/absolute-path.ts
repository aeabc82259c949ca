/** Of a file that RECORD names outside of site-packages. */
export function isOutside(path: string): boolean {
  return path.startsWith("../");
}

/** RECORD names files relative to site-packages, `folder`, and those outside of it by `../`. */
export function absolutePath(folder: string, path: string): string {
  if (!isOutside(path)) return `${folder}/${path}`;
  const parts = folder.split("/");
  const rest = path.split("/");
  while (rest[0] === "..") {
    rest.shift();
    parts.pop();
  }
  return [...parts, ...rest].join("/");
}
