/**
 * One-sided Clopper–Pearson bounds of a rate. They need no table: of `failures` in `n` runs, the bound is the rate at which so few
 * (so many) failures would come up with just the remaining probability.
 * @param confidence such as 0.95.
 */
export function upperBound(failures: number, n: number, confidence = 0.95): number {
  if (n === 0 || failures >= n) return 1;
  return bisect((rate) => atMost(failures, n, rate) > 1 - confidence);
}

/** Lower bound of the success rate of `n` runs with so many failures. */
export function lowerBound(failures: number, n: number, confidence = 0.95): number {
  return 1 - upperBound(failures, n, confidence);
}

/** Probability of at most k events in n tries of a rate. */
function atMost(k: number, n: number, rate: number): number {
  let term = Math.log1p(-rate) * n;
  let sum = Math.exp(term);
  for (let i = 1; i <= k; i++) {
    term += Math.log((n - i + 1) / i) + Math.log(rate) - Math.log1p(-rate);
    sum += Math.exp(term);
  }
  return sum;
}

function bisect(below: (rate: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (below(middle)) low = middle;
    else high = middle;
  }
  return high;
}
