import type { Distribution } from "../wheels/resolution.ts";
import { guessSource } from "./guess-source.ts";
import { measureSource } from "./measure-source.ts";
import { measureWheel } from "./measure-wheel.ts";
import type { MeasuredDistribution, MeasureOptions } from "./measured.ts";

/** Sizes in the order of trust: a wheel's directory, what an earlier build saw, a source's contents, a ratio of the download. */
export function measureDistribution(one: Distribution, options: MeasureOptions): MeasuredDistribution {
  const { directory, unpacked } = one;
  if (directory && unpacked) return measureSource({ directory, unpacked, download: one.file.bytes }, options);
  return directory ? measureWheel(directory, options) : guessSource(one, options);
}
