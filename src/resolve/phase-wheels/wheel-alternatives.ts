import { abiName, type TorchFacts, type WheelFacts } from "./wheel-facts.ts";

/** A wheel near to the one that is missing. */
export interface Alternative {
  readonly facts: WheelFacts;
  /** What is different about it, e.g. `version 2.8.2`. */
  readonly words: string;
  /** Whether it goes with the planned torch, CUDA and Python as they are. */
  readonly fitsPlan: boolean;
}

/** At most this many are looked for. */
const MOST = 16;

/** Wheels worth looking for: other versions for the same plan first, then the same version for another torch or Python. */
export function wheelAlternatives(facts: WheelFacts): readonly Alternative[] {
  const versions = neighbourVersions(facts.version).map((version) => ({
    facts: { ...facts, version },
    words: `version ${version}`,
    fitsPlan: true,
  }));
  const pythons = ["cp310", "cp311", "cp312", "cp313"]
    .filter((tag) => tag !== facts.pythonTag)
    .map((pythonTag) => ({
      facts: { ...facts, pythonTag },
      words: `Python ${pythonTag.replace(/^cp3/, "3.")}`,
      fitsPlan: false,
    }));
  const { torch } = facts;
  const withTorch = (words: string, changes: Partial<TorchFacts>): readonly Alternative[] =>
    torch ? [{ facts: { ...facts, torch: { ...torch, ...changes } }, words, fitsPlan: false }] : [];
  const minors = torch ? neighbourMinors(torch.minor) : [];
  return [
    ...versions,
    ...minors.flatMap((minor) => withTorch(`torch ${minor}`, { minor })),
    ...pythons,
    ...withTorch(abiName(!torch?.cxx11abi), { cxx11abi: !torch?.cxx11abi }),
  ].slice(0, MOST);
}

/** 2.8.3 → 2.8.4, 2.8.2, 2.8.1, 2.8.0, 2.9.0, 2.7.4: releases that are likely to exist. */
function neighbourVersions(version: string): readonly string[] {
  const [major = 0, minor = 0, patch = 0] = (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? "")
    .split(".")
    .map(Number);
  const older = [1, 2, 3].map((back) => patch - back).filter((one) => one >= 0);
  const all = [
    `${major}.${minor}.${patch + 1}`,
    ...older.map((one) => `${major}.${minor}.${one}`),
    `${major}.${minor + 1}.0`,
    ...(minor > 0 ? [`${major}.${minor - 1}.4`] : []),
  ];
  return all.filter((one) => one !== version);
}

function neighbourMinors(torchMinor: string): readonly string[] {
  const [major = 0, minor = 0] = torchMinor.split(".").map(Number);
  return [-1, 1, -2, 2]
    .map((step) => minor + step)
    .filter((one) => one >= 0)
    .map((one) => `${major}.${one}`);
}
