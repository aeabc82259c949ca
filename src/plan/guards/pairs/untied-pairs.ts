/** Versions that only work beside certain versions of another distribution, although their metadata doesn't say so. */
export interface UntiedPair {
  /** Normalised (PEP 503). */
  readonly name: string;
  /** The versions that this row is about (PEP 440). */
  readonly versions: string;
  readonly beside: string;
  /** The versions of `beside` that they work with. */
  readonly works: string;
  /** What happens beside any other version. */
  readonly otherwise: string;
  /** Day on which it was last looked at. */
  readonly checked: string;
  readonly source: string;
}

const RUN = "run on 2026-11-22: default index's wheels, CPython 3.11, FFmpeg 5.1, no GPU";
const CODEC_TABLE = "compatibility table in torchcodec's README (meta-pytorch/torchcodec@07bc410)";
const ABI = "its library doesn't load: undefined symbols of torch";
const NO_OPERATORS =
  "it raises `operator torchvision::nms does not exist`, crashes on import or fails at its first operator";

function row(
  name: string,
  beside: string,
  [versions, works]: readonly [string, string],
  [otherwise, source, checked = "2026-11-22"]: readonly [string, string, string?],
): UntiedPair {
  return { name, versions, beside, works, otherwise, checked, source };
}

function codec(versions: string, works: string, otherwise: string, source: string): UntiedPair {
  return row("torchcodec", "torch", [versions, works], [otherwise, source]);
}

const TORCHCODEC: readonly UntiedPair[] = [
  codec("==0.1.*", "==2.5.*", ABI, CODEC_TABLE),
  codec("==0.2.*", "==2.6.*", ABI, `${CODEC_TABLE}; beside torch 2.7.1 and 2.8.0 seen to fail, ${RUN}`),
  codec(
    ">=0.3,<0.6",
    "==2.7.*",
    "it fails, beside torch 2.8 only at the first decoding",
    `0.3.0, 0.4.0, 0.5 decode beside torch 2.7.1; 0.3.0 doesn't load beside 2.6.0; 0.5 loads beside 2.8.0 and raises at the first decoding, ${RUN}`,
  ),
  codec(
    ">=0.6,<0.8",
    "==2.8.*",
    "it aborts the process or fails at the first decoding",
    `0.6.0 and 0.7.0 decode beside torch 2.8.0; 0.7.0 aborts beside 2.9.1, 0.6.0 raises beside 2.7.1, ${RUN}`,
  ),
  codec(
    ">=0.8,<0.10",
    "==2.9.*",
    "it aborts the process (std::bad_alloc)",
    `0.8.1 and 0.9.1 decode beside torch 2.9.1, abort beside 2.8.0; 0.9.1 doesn't load beside 2.10.0, ${RUN}`,
  ),
  codec(
    "==0.10.*",
    "==2.10.*",
    ABI,
    `0.10.0 decodes beside torch 2.10.0; doesn't load beside 2.8.0, 2.9.1, 2.11.0, ${RUN}`,
  ),
  codec(
    ">=0.11,<0.18",
    ">=2.11",
    "it wants libnvrtc.so.13 or misses symbols of torch",
    `0.11.1 to 0.17.0 decode beside torch 2.11.0, 2.12.1, 2.13.0, 2.14.1 and 2.15.0, each beside some of them; none loads beside 2.8.0, 2.9.1, 2.10.0, ${RUN}`,
  ),
];

/** Minors of torch beside which the family was run. */
const RUN_MINORS: ReadonlySet<number> = new Set([4, 6, 7, 8, 9, 10, 11, 12, 13]);

function sourceFor(minor: number): string {
  return RUN_MINORS.has(minor) ? RUN : "the exact torch in its metadata; not run";
}

/** Up to 2.10 torchaudio has torch's own number. */
const TORCHAUDIO: readonly UntiedPair[] = [
  ...[4, 5, 6, 7, 8, 9, 10].map((minor) =>
    row("torchaudio", "torch", [`==2.${minor}.*`, `==2.${minor}.*`], [ABI, sourceFor(minor)]),
  ),
  row(
    "torchaudio",
    "torch",
    ["==2.11.0", ">=2.11,<2.15"],
    [
      "it refuses on import where torch is built for another CUDA than its 13.0",
      `its metadata names no torch; 2.11.0 runs beside torch 2.11.0, 2.12.1, 2.13.0 and 2.14.1, not beside 2.10.0 and 2.15.0 (CUDA 13.2), ${RUN}`,
    ],
  ),
  row(
    "torchaudio",
    "torch",
    [">=2.11.1,<2.12", ">=2.11"],
    [
      "it refuses on import where torch is built for another CUDA major",
      "2.11.1, built for CUDA 13.2, runs beside torch 2.15.0, and its version.py compares majors only, run on 2026-11-29",
      "2026-11-29",
    ],
  ),
];

/** Beside torch 2.N stands torchvision 0.(N+15). */
const TORCHVISION: readonly UntiedPair[] = [
  ...[4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((minor) =>
    row("torchvision", "torch", [`==0.${minor + 15}.*`, `==2.${minor}.*`], [NO_OPERATORS, sourceFor(minor)]),
  ),
  row("torchvision", "torch", ["==0.29.0", "==2.14.*"], [NO_OPERATORS, sourceFor(14)]),
  row(
    "torchvision",
    "torch",
    [">=0.29.1,<0.29.3", ">=2.14,<2.16"],
    [NO_OPERATORS, `0.29.2 runs beside torch 2.14.1 and 2.15.0, ${RUN}`],
  ),
];

const OTHERS: readonly UntiedPair[] = [
  row(
    "pyannote-audio",
    "torchaudio",
    ["<4", "<2.9"],
    [
      "importing it (`whisperx.asr`, `whisperx.vads`) raises `module 'torchaudio' has no attribute 'AudioMetaData'`",
      "3.4.0 beside torchaudio 2.11.1 failed, run on 2026-11-29: CPython 3.11, no GPU; whisperx from 3.8 on takes pyannote-audio 4",
      "2026-11-29",
    ],
  ),
  row(
    "xformers",
    "torch",
    ["==0.0.35", "==2.10.*"],
    [
      "it imports with a warning, and most of its operators are missing",
      "0.0.35 beside torch 2.15.0 says `built for PyTorch 2.10.0+cu128`, and `xformers.info` names its operators unavailable, run on 2026-11-29: no GPU",
      "2026-11-29",
    ],
  ),
  row(
    "datasets",
    "pyarrow",
    ["<2.15", "<21"],
    [
      "it raises `module 'pyarrow' has no attribute 'PyExtensionType'` on import",
      `2.14.4 imports beside pyarrow 20.0.0, not beside 21.0.0 and 26.0.1; 2.15.0 to 3.0.0 import beside all three, ${RUN}`,
    ],
  ),
];

/** Small on purpose: pairs that these users install together and that were seen to break. Later versions are unknown, not good. */
export const UNTIED_PAIRS: readonly UntiedPair[] = [...TORCHCODEC, ...TORCHAUDIO, ...TORCHVISION, ...OTHERS];
