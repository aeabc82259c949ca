import type { Distribution } from "../wheels/resolution.ts";
import type { UnpackedSdist } from "../wheels/sdist/sdist-contents.ts";
import type { WheelContents } from "../wheels/wheel-contents.ts";
import { buildEnvironmentBytes, estimateSdist } from "./estimate-sdist.ts";
import type { FileTotals } from "./learned-size.ts";
import { measureWheel } from "./measure-wheel.ts";
import type { MeasuredDistribution, MeasureOptions } from "./measured.ts";

/** Sizes in the order of trust: a wheel's contents, what an earlier build saw, a source's contents, a ratio of the download. */
export function measureDistribution(one: Distribution, options: MeasureOptions): MeasuredDistribution {
  const { contents, unpacked } = one;
  if (contents && unpacked)
    return measureSdist({ ...one, contents, unpacked, download: one.file.bytes }, options);
  return contents ? measureWheel(one.name, contents, options) : estimateSdist(one, options);
}

/** Which of its files a build installs is a guess where it was only listed. */
const LISTED_MARGIN = 0.25;
/** Compiled code is about as large as its source; it may be anything between nothing and several times that. */
const LIBRARY_RATIO = 1;
const LIBRARY_MARGIN = 2;

interface InspectedSdist extends Pick<Distribution, "name" | "build"> {
  readonly contents: WheelContents;
  readonly unpacked: UnpackedSdist;
  /** Bytes of the archive; undefined where the index doesn't say. */
  readonly download: number | undefined;
}

/** A source distribution whose wheel was built for the plan, or whose unpacked source was read. */
function measureSdist(sdist: InspectedSdist, options: MeasureOptions): MeasuredDistribution {
  const { name, contents, unpacked, download } = sdist;
  const { how, nativeBytes, sourceBytes } = unpacked;
  const measured = measureWheel(name, contents, options);
  const library = how === "listed" ? LIBRARY_RATIO * nativeBytes : 0;
  const files = options.learned?.files ?? withLibrary(measured.files, library);
  const isExact = how === "built" || options.learned !== undefined;
  const uncertain =
    LISTED_MARGIN * (measured.files.bytes + measured.bytecode.bytes) + LIBRARY_MARGIN * library;
  return {
    ...measured,
    files,
    margin: isExact ? 0 : Math.round(uncertain),
    sizeSource: options.learned ? "learned" : how,
    // The unpacked source, the files as the build collects them, and their wheel, until it is unpacked into the layer (pyspark).
    buildBytes: buildEnvironmentBytes(sdist) + sourceBytes + files.blocks + (download ?? sourceBytes),
  };
}

function withLibrary(files: FileTotals, bytes: number): FileTotals {
  return {
    count: files.count + (bytes > 0 ? 1 : 0),
    bytes: files.bytes + bytes,
    blocks: files.blocks + bytes,
  };
}
