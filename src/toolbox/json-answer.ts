/**
 * The JSON document on the last line of a program's output; undefined if there is none. Earlier lines don't count, because
 * a base's `sitecustomize` or a package's `.pth` file may print at every start of Python.
 */
export function jsonAnswer(stdout: string): unknown {
  try {
    return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
  } catch {
    return undefined;
  }
}
