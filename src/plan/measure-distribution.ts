import type { Distribution } from "../resolve/resolution.ts";
import { measureSource } from "./measure-source.ts";
import { measureWheel } from "./measure-wheel.ts";
import type { MeasuredDistribution, MeasureOptions } from "./measured.ts";

/** Sizes in the order of trust: the wheel's own directory, what an earlier build saw, a ratio of the download. */
export function measureDistribution(one: Distribution, options: MeasureOptions): MeasuredDistribution {
  return one.directory ? measureWheel(one.directory, options) : measureSource(one, options);
}
