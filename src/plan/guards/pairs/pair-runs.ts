/**
 * Pairs that were installed, imported and used once: the default index's wheels, CPython 3.11, no GPU, on 2026-11-22
 * (bench/results/untied-pairs-2026-11-22.txt), torchaudio 2.11.1 and what stands beside it on 2026-11-29. By the distribution that the others stand beside.
 */
const RUNS: Readonly<Record<string, { readonly works: string; readonly broken: string }>> = {
  "torch 2.4.0": {
    works: "torchaudio 2.4.0 2.4.1, torchvision 0.19.0",
    broken: "torchaudio 2.3.1 2.5.1, torchvision 0.18.1 0.20.1",
  },
  "torch 2.6.0": {
    works: "torchaudio 2.6.0, torchvision 0.21.0",
    broken: "torchcodec 0.3.0, torchaudio 2.5.1 2.7.1, torchvision 0.20.1 0.22.1",
  },
  "torch 2.7.1": {
    works: "torchcodec 0.3.0 0.4.0 0.5, torchaudio 2.7.1, torchvision 0.22.1",
    broken: "torchcodec 0.2.1 0.6.0, torchaudio 2.6.0 2.8.0, torchvision 0.21.0 0.23.0",
  },
  "torch 2.8.0": {
    works: "torchcodec 0.6.0 0.7.0, torchaudio 2.8.0, torchvision 0.23.0",
    broken:
      "torchcodec 0.3.0 0.4.0 0.5 0.8.1 0.9.1 0.10.0 0.11.1 0.12.0 0.13.0 0.14.0 0.15.0 0.16.0 0.17.0, torchaudio 2.6.0 2.7.1 2.9.1 2.10.0 2.11.0, torchvision 0.22.1 0.24.1 0.25.0",
  },
  "torch 2.9.1": {
    works: "torchcodec 0.8.1 0.9.1, torchaudio 2.9.1, torchvision 0.24.1",
    broken: "torchcodec 0.7.0 0.10.0 0.12.0 0.17.0, torchaudio 2.8.0 2.10.0, torchvision 0.23.0 0.25.0",
  },
  "torch 2.10.0": {
    works: "torchcodec 0.10.0, torchaudio 2.10.0, torchvision 0.25.0, xformers 0.0.35",
    broken: "torchcodec 0.9.1 0.11.1 0.12.0 0.17.0, torchaudio 2.9.1 2.11.0, torchvision 0.24.1 0.26.0",
  },
  "torch 2.11.0": {
    works: "torchcodec 0.11.1 0.12.0 0.13.0 0.17.0, torchaudio 2.11.0, torchvision 0.26.0",
    broken: "torchcodec 0.10.0, torchaudio 2.10.0, torchvision 0.25.0 0.27.1",
  },
  "torch 2.12.1": {
    works: "torchcodec 0.11.1 0.12.0 0.13.0 0.14.0 0.17.0, torchaudio 2.11.0, torchvision 0.27.1",
    broken: "torchvision 0.26.0 0.28.0",
  },
  "torch 2.13.0": {
    works: "torchcodec 0.12.0 0.17.0, torchaudio 2.11.0, torchvision 0.28.0 0.29.2",
    broken: "torchvision 0.27.1",
  },
  "torch 2.14.1": {
    works: "torchcodec 0.12.0 0.15.0 0.17.0, torchaudio 2.11.0, torchvision 0.29.2",
    broken: "torchvision 0.28.0",
  },
  "torch 2.15.0": {
    works:
      "torchcodec 0.11.1 0.12.0 0.13.0 0.14.0 0.15.0 0.16.0 0.17.0, torchvision 0.29.2, torchaudio 2.11.1",
    broken: "torchaudio 2.10.0 2.11.0, torchvision 0.27.1 0.28.0",
  },
  "torchaudio 2.11.1": { works: "", broken: "pyannote-audio 3.4.0" },
  "pyarrow 20.0.0": {
    works: "datasets 2.14.4 2.15.0 2.16.1 2.18.0 2.19.2 2.20.0 2.21.0 3.0.0",
    broken: "",
  },
  "pyarrow 21.0.0": {
    works: "datasets 2.15.0 2.16.1 2.18.0 2.19.2 2.20.0 2.21.0 3.0.0",
    broken: "datasets 2.14.4",
  },
  "pyarrow 26.0.1": {
    works: "datasets 2.15.0 2.16.1 2.18.0 2.19.2 2.20.0 2.21.0 3.0.0",
    broken: "datasets 2.14.4",
  },
};

const SEEN = new Map(
  Object.entries(RUNS).flatMap(([beside, { works, broken }]) => [
    ...versionsIn(works).map((one) => [`${one} beside ${beside}`, true] as const),
    ...versionsIn(broken).map((one) => [`${one} beside ${beside}`, false] as const),
  ]),
);

/** `torchaudio 2.4.0 2.4.1, torchvision 0.19.0` → each name with each of its versions. */
function versionsIn(text: string): readonly string[] {
  return text.split(", ").flatMap((part) => {
    const [name, ...versions] = part.split(" ");
    return versions.map((version) => `${name} ${version}`);
  });
}

/** Whether exactly these versions work together; undefined where nobody has run them. Builds for another CUDA count as the same. */
export function seenBeside(
  name: string,
  version: string,
  beside: string,
  other: string,
): boolean | undefined {
  return SEEN.get(`${name} ${publicVersion(version)} beside ${beside} ${publicVersion(other)}`);
}

function publicVersion(version: string): string {
  return version.replace(/\+.*$/, "");
}
