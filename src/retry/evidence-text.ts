const HEAD_LINES = 4;
const END_LINES = 6;
/** A single line may be as long as a package's build likes. */
const MOST_LINE = 500;

/** The line that shows a failure and what follows it: its chain of causes, or the end of a build's own words. */
export function evidenceText(line: string, output: string): string {
  const lines = output.split("\n").filter((one) => one.trim() !== "");
  const at = lines.findIndex((one) => one.includes(line));
  const shown = at === -1 ? [line] : lines.slice(at);
  const kept =
    shown.length <= HEAD_LINES + END_LINES
      ? shown
      : [...shown.slice(0, HEAD_LINES), "…", ...shown.slice(-END_LINES)];
  return kept
    .map((one) => one.slice(0, MOST_LINE))
    .join("\n")
    .trim();
}
