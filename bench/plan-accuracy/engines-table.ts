/** Prints the sets that were built on several engines as a Markdown table: `engines-table.ts NAME=FILE …`. */
import { readFileSync } from "node:fs";
import type { Measurement, SetResult } from "./result.ts";

const HEAD = [
  ...["set, bytecode", "engine", "installed MB", "plan", "peak MB", "plan's peak", "second plan's peak"],
  ...["install s", "compile s", "check s", "commit s", "push s", "all s"],
];

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0);
const seconds = (value: number | undefined) => (value === undefined ? "–" : value.toFixed(1));

function off(predicted: number | null | undefined, actual: number): string {
  if (predicted === null || predicted === undefined) return "–";
  const percent = (predicted / actual - 1) * 100;
  return predicted === actual ? "exact" : `${percent > 0 ? "+" : ""}${percent.toFixed(2)} %`;
}

function row(set: string, engine: string, one: Measurement): string {
  const { installed, peak, secondPeak, stages } = one;
  const cells = [
    ...[`${set}, ${one.bytecode}`, engine, megabytes(installed.actual)],
    ...[off(installed.predicted, installed.actual), megabytes(peak.actual)],
    ...[off(peak.predicted, peak.actual), off(secondPeak, peak.actual)],
    ...(["install", "compile", "check", "commit", "push"] as const).map((stage) => seconds(stages?.[stage])),
    seconds(one.seconds),
  ];
  return `| ${cells.join(" | ")} |`;
}

const engines = process.argv.slice(2).map((argument) => {
  const [name = "", file = ""] = argument.split("=");
  return { name, results: JSON.parse(readFileSync(file, "utf8")) as readonly SetResult[] };
});
console.log(`| ${HEAD.join(" | ")} |\n|${HEAD.map(() => "---").join("|")}|`);
for (const { set, measurements } of engines[0]?.results ?? []) {
  for (const { bytecode } of measurements) {
    for (const { name, results } of engines) {
      const found = results.find((one) => one.set === set);
      const measured = found?.measurements.find((one) => one.bytecode === bytecode);
      if (measured) console.log(row(set, name, measured));
    }
  }
}
