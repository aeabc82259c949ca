import type { Provides } from "../manifest/settings/provides.ts";
import { type BaseFacts, minorVersion } from "../python/base-facts.ts";
import { normaliseName } from "../python/distribution-name.ts";
import { ManifestError, type SourceLocation } from "../text/errors.ts";
import { quote } from "../text/quote.ts";
import { installedDistributions } from "./installed-distributions.ts";

/** A fact that the manifest declares and the image doesn't have. */
export interface FactMismatch {
  /** Below `base.provides`. */
  readonly path: readonly string[];
  /** Part of a sentence: the declared fact, the image's fact, and what to write instead. */
  readonly message: string;
}

/** What was declared, and where. */
export interface Declaration {
  readonly provides: Provides;
  /** Reference of the image. */
  readonly image: string;
  readonly locate: (path: readonly string[]) => SourceLocation;
}

/**
 * Compares declared facts with probed ones. A version that is declared to its minor (`3.12`, `12.8`) fits every patch of it;
 * a package's must be the same, local version included, because the plan pins it so.
 */
export function factMismatches(provides: Provides, image: string, facts: BaseFacts): readonly FactMismatch[] {
  return [
    ...pythonMismatch(provides, image, facts),
    ...cudaMismatch(provides, image, facts),
    ...packageMismatches(provides, image, facts),
  ];
}

/** @throws ManifestError with every fact that differs. */
export function requireAsDeclared({ provides, image, locate }: Declaration, facts: BaseFacts): void {
  const mismatches = factMismatches(provides, image, facts);
  if (mismatches.length === 0) return;
  throw new ManifestError(
    mismatches.map(({ path, message }) => ({ message, location: locate(["base", "provides", ...path]) })),
    {
      remedy:
        "`base.provides` must be what the image holds: write it so, or take it out where the image can be pulled for planning.",
    },
  );
}

function pythonMismatch({ python }: Provides, image: string, facts: BaseFacts): FactMismatch[] {
  const found = facts.python.version;
  if (agrees(python, found)) return [];
  const instead = minorVersion(found);
  return [
    {
      path: ["python"],
      message: `Python ${python} is declared, but ${image} has ${found}; write \`python: "${instead}"\``,
    },
  ];
}

function cudaMismatch({ cuda }: Provides, image: string, facts: BaseFacts): FactMismatch[] {
  const path = ["cuda"];
  if (cuda === undefined) {
    if (facts.cuda === null) return [];
    const message = `no \`cuda\` is declared, but ${image} has CUDA ${facts.cuda}; write \`cuda: "${minorVersion(facts.cuda)}"\``;
    return [{ path, message }];
  }
  if (facts.cuda !== null && agrees(cuda, facts.cuda)) return [];
  const message =
    facts.cuda === null
      ? `CUDA ${cuda} is declared, but ${image} has none; remove \`cuda\``
      : `CUDA ${cuda} is declared, but ${image} has ${facts.cuda}; write \`cuda: "${minorVersion(facts.cuda)}"\``;
  return [{ path, message }];
}

function packageMismatches({ packages }: Provides, image: string, facts: BaseFacts): FactMismatch[] {
  const installed = installedDistributions(facts);
  return Object.entries(packages).flatMap(([name, version]): FactMismatch[] => {
    const one = installed.get(normaliseName(name));
    if (one?.version === version) return [];
    const path = ["packages", name];
    const declared = `${quote(name)} ${version} is declared, but ${image}`;
    if (one === undefined) return [{ path, message: `${declared} doesn't hold it; remove it` }];
    return one.version === null
      ? [{ path, message: `${declared} has it without a readable version; remove it` }]
      : [{ path, message: `${declared} has ${one.version}; write \`${name}: ${one.version}\`` }];
  });
}

/** Whether every declared part equals the part that was found. */
function agrees(declared: string, found: string): boolean {
  const parts = found.replace(/\+$/, "").split(".");
  return declared.split(".").every((part, index) => part === parts[index]);
}
