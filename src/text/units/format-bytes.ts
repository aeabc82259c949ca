/** Bytes for people: `980 B`, `12.3 MB`, `4.56 GB`. Units are powers of ten, as in the manifest. */
export function formatBytes(bytes: number): string {
  const sign = bytes < 0 ? "-" : "";
  let value = Math.abs(bytes);
  if (value < 1000) return `${sign}${Math.round(value)} B`;
  for (const unit of ["kB", "MB", "GB"]) {
    value /= 1000;
    if (value < 999.5) return `${sign}${value.toPrecision(3)} ${unit}`;
  }
  return `${sign}${Math.round(value)} GB`;
}

/** Signed percentage by which `actual` differs from `predicted`, e.g. `+0.04 %`. */
export function formatDifference(predicted: number, actual: number): string {
  if (predicted === actual) return "exact";
  if (predicted === 0) return "not predicted";
  const percent = ((actual - predicted) / predicted) * 100;
  const digits = Math.abs(percent) < 0.1 ? 3 : 1;
  return `${percent > 0 ? "+" : ""}${percent.toFixed(digits)} %`;
}
