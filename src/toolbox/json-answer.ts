/**
 * The JSON document on the last line of a program's output; undefined where there is none. Not the whole output, because
 * a base's `sitecustomize` or a package's `.pth` file may print at every start of Python.
 */
export function jsonAnswer(stdout: string): unknown {
  try {
    return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
  } catch {
    return undefined;
  }
}
