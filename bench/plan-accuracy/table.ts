/** Prints bench/results/plan-accuracy.json as the Markdown tables of docs/explanation/plan-accuracy.md. */
import { readFileSync } from "node:fs";
import type { Measurement, SetResult } from "./result.ts";

const file = new URL("../results/plan-accuracy.json", import.meta.url);
const results = (JSON.parse(readFileSync(file, "utf8")) as SetResult[]).filter((one) => one.failure === null);

interface Pair {
  readonly predicted: number;
  readonly actual: number;
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0);
const difference = ({ predicted, actual }: Pair) => (predicted / actual - 1) * 100;
const percent = (pair: Pair) => (pair.predicted === pair.actual ? "exact" : signed(difference(pair)));
const signed = (value: number) => `${value > 0 ? "+" : ""}${value.toFixed(Math.abs(value) < 0.1 ? 4 : 2)} %`;

function row(result: SetResult): string {
  const none = result.measurements.find((one) => one.bytecode === "none");
  const all = result.measurements.find((one) => one.bytecode === "all");
  const seed = result.seedMegabytes;
  const cells = [
    result.set,
    result.rejudged === true ? `${result.chosen}, re-judged` : result.chosen,
    cell(all ?? none, (one) => String(one.distributions)),
    cell(none, (one) => megabytes(one.installed.actual)),
    cell(none, (one) => percent(one.installed)),
    cell(all, (one) => megabytes(one.installed.actual)),
    cell(all, (one) => percent(one.installed)),
    cell(all, (one) => (one.secondPlan === one.installed.actual ? "exact" : "no")),
    cell(none, (one) => percent(one.peak)),
    cell(all, (one) => `${megabytes(one.peak.actual)}: ${percent(one.peak)}`),
    cell(all?.worst, (one) => `${one.name} ${percent(one)}`),
    all && seed !== null
      ? `${seed}: ${signed(difference({ predicted: seed * 1e6, actual: all.installed.actual }))}`
      : NOTHING,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** What was not measured has a dash. */
const NOTHING = "–";

function cell<T>(value: T | null | undefined, show: (value: T) => string): string {
  return value === null || value === undefined ? NOTHING : show(value);
}

const HEAD = [
  "set",
  "chosen",
  "distributions",
  "installed MB, no bytecode",
  "predicted",
  "installed MB, with",
  "predicted",
  "second plan",
  "peak, no bytecode",
  "peak MB, with",
  "worst distribution, with",
  "the seed's table, MB",
];
console.log(`| ${HEAD.join(" | ")} |\n|${HEAD.map(() => "---").join("|")}|`);
for (const one of results) console.log(row(one));

const BYTECODE = ["none", "all"] as const;
const QUANTITIES: readonly (readonly [string, (one: Measurement) => Pair | null])[] = [
  ["installed", (one) => one.installed],
  ["peak", (one) => one.peak],
  ["worst distribution", (one) => one.worst],
];
console.log("\n| quantity | bytecode | n | median | largest | of |\n|---|---|---|---|---|---|");
for (const [name, of] of QUANTITIES) {
  for (const bytecode of BYTECODE) {
    const errors = results
      .flatMap((result) => {
        const measured = result.measurements.find((one) => one.bytecode === bytecode);
        const pair = measured && of(measured);
        return pair ? [{ set: result.set, error: difference(pair) }] : [];
      })
      .toSorted((a, b) => Math.abs(a.error) - Math.abs(b.error));
    const middle = errors[Math.floor(errors.length / 2)];
    const last = errors.at(-1);
    console.log(
      `| ${name} | ${bytecode} | ${errors.length} | ${Math.abs(middle?.error ?? 0).toFixed(3)} % | ${signed(last?.error ?? 0)} | ${last?.set} |`,
    );
  }
}
