import * as z from "zod";
import { normaliseName } from "../python/distribution-name.ts";
import { privateIndexFault } from "../python/index-url.ts";
import { canonicalRequirement, type Requirement } from "../python/requirement.ts";
import { templateFault, unpinnedFault, wheelAddress } from "../python/wheel-template.ts";
import type { Problem, SourceLocation } from "../text/errors.ts";
import { quote } from "../text/quote.ts";
import { aboutValue } from "../text/units/expectation.ts";
import { directProblems } from "./direct-consistency.ts";
import { phaseProblems } from "./phase-consistency.ts";
import { diskFaults } from "./settings/disk.ts";
import { environmentValueFault } from "./settings/environment.ts";
import { RequirementText } from "./settings/fields.ts";
import { providesProblems } from "./settings/provides.ts";
import { backendContradiction } from "./settings/torch-backend.ts";

type Path = readonly (string | number)[];
type Locate = (path: Path) => SourceLocation;

const Word = z.string().catch("");
const Words = z.array(Word).catch([]);
/** Undefined for a faulty one: the schema reports it, and it equals nothing. */
const Requirements = z.array(RequirementText.optional().catch(undefined)).catch([]);

/** The readable parts of a manifest. These checks run even if other parts have errors. */
const Sketch = z
  .object({
    indexes: z
      .array(z.object({ name: Word, url: Word, packages: Words }).catch({ name: "", url: "", packages: [] }))
      .catch([]),
    phases: z
      .array(
        z
          .object({ name: Word, packages: Requirements, environment: Word, wheels: Word })
          .catch({ name: "", packages: [], environment: "", wheels: "" }),
      )
      .catch([]),
    files: z.array(z.object({ to: Word }).catch({ to: "" })).catch([]),
    env: z.record(z.string(), Word).catch({}),
    disk: z.unknown().optional(),
    lock: Word,
    install: z.object({ torch_backend: Word.default("none") }).catch({ torch_backend: "none" }),
  })
  .catch({ indexes: [], phases: [], files: [], env: {}, lock: "", install: { torch_backend: "none" } });
type Sketch = z.infer<typeof Sketch>;

interface Entry {
  /** Entries with the same identity exclude each other; an empty one takes no part. */
  readonly identity: string;
  readonly path: Path;
  readonly message: (earlier: string) => string;
}

/** Contradictions between values. Each value is valid by itself. */
export function consistencyProblems(data: unknown, locate: Locate, allowPrivateIndex: boolean): Problem[] {
  const sketch = Sketch.parse(data);
  return [
    ...UNIQUE.flatMap((entriesOf) => repeated(entriesOf(sketch), locate)),
    ...(allowPrivateIndex ? [] : [...privateIndexes(sketch, locate), ...privateWheels(sketch, locate)]),
    ...unpinnedWheels(sketch, locate),
    ...torchSources(sketch, locate),
    ...lockedApart(sketch, locate),
    ...environmentValues(sketch, locate),
    ...diskFaults(sketch.disk).flatMap(({ key, fault }) => problem(["disk", key], fault, locate)),
    ...phaseProblems(data, locate),
    ...providesProblems(data, locate),
    ...directProblems(sketch, locate, allowPrivateIndex),
  ];
}

const UNIQUE = [phaseNames, requirements, indexNames, indexPackages, targets];

function repeated(entries: readonly Entry[], locate: Locate): Problem[] {
  const first = new Map<string, Entry>();
  const problems: Problem[] = [];
  for (const entry of entries) {
    const earlier = first.get(entry.identity);
    if (entry.identity === "") continue;
    if (earlier === undefined) first.set(entry.identity, entry);
    else {
      const message = entry.message(`line ${locate(earlier.path).line ?? 1}`);
      problems.push({ message, location: locate(entry.path) });
    }
  }
  return problems;
}

function phaseNames({ phases }: Sketch): Entry[] {
  return phases.map(({ name }, index) => ({
    identity: name,
    path: ["phases", index, "name"],
    message: (earlier) =>
      `the phase on ${earlier} is called ${quote(name)}, too; give each phase a name of its own`,
  }));
}

/** Two environments may ask for the same package; one environment may not ask for it twice. */
function requirements({ phases }: Sketch): Entry[] {
  return phases.flatMap((phase, phaseIndex) =>
    phase.packages.map((requirement, index) => ({
      identity: identityIn(phase.environment === "isolated" ? phaseIndex : "", requirement),
      path: ["phases", phaseIndex, "packages", index],
      message: (earlier) =>
        `${quote(requirement?.text ?? "")} is already asked for on ${earlier}; keep one of the two`,
    })),
  );
}

function identityIn(environment: number | "", requirement: Requirement | undefined): string {
  return requirement === undefined ? "" : `${environment} ${canonicalRequirement(requirement)}`;
}

function indexNames({ indexes }: Sketch): Entry[] {
  return indexes.map(({ name }, index) => ({
    identity: name,
    path: ["indexes", index, "name"],
    message: (earlier) =>
      `the index on ${earlier} is called ${quote(name)}, too; give each index a name of its own`,
  }));
}

function indexPackages({ indexes }: Sketch): Entry[] {
  return indexes.flatMap(({ packages }, indexIndex) =>
    packages.map((name, index) => ({
      identity: normaliseName(name),
      path: ["indexes", indexIndex, "packages", index],
      message: (earlier) =>
        `${quote(name)} already comes from the index on ${earlier}; name each package in one index only`,
    })),
  );
}

function targets({ files }: Sketch): Entry[] {
  return files.map(({ to }, index) => ({
    identity: to,
    path: ["files", index, "to"],
    message: (earlier) => `${quote(to)} is already written by the entry on ${earlier}; copy to another path`,
  }));
}

function privateIndexes({ indexes }: Sketch, locate: Locate): Problem[] {
  return indexes.flatMap(({ url }, index) =>
    problem(["indexes", index, "url"], privateIndexFault(url), locate),
  );
}

function torchSources({ indexes, install }: Sketch, locate: Locate): Problem[] {
  return indexes.flatMap(({ url, packages }, indexIndex) =>
    packages.flatMap((name, index) => {
      const message = backendContradiction(install.torch_backend, normaliseName(name), url);
      return message === undefined
        ? []
        : [{ message, location: locate(["indexes", indexIndex, "packages", index]) }];
    }),
  );
}

/** A lock knows nothing of environments. */
function lockedApart({ lock, phases }: Sketch, locate: Locate): Problem[] {
  const fault =
    "can't be `isolated` beside `lock`, which holds one environment only; write `shared`, or take `lock` out";
  return phases.flatMap(({ environment }, index) =>
    lock !== "" && environment === "isolated" ? problem(["phases", index, "environment"], fault, locate) : [],
  );
}

/** Templates with a fault of their own are reported by the schema. */
function templates({ phases }: Sketch) {
  return phases.flatMap(({ wheels, packages }, index) =>
    wheels === "" || templateFault(wheels) !== undefined
      ? []
      : [
          {
            wheels,
            packages: packages.filter((one) => one !== undefined),
            path: ["phases", index, "wheels"],
          },
        ],
  );
}

function privateWheels(sketch: Sketch, locate: Locate): Problem[] {
  return templates(sketch).flatMap(({ wheels, path }) =>
    problem(path, privateIndexFault(wheelAddress(wheels)), locate),
  );
}

function unpinnedWheels(sketch: Sketch, locate: Locate): Problem[] {
  return templates(sketch).flatMap(({ wheels, packages, path }) =>
    problem(path, unpinnedFault(wheels, packages), locate),
  );
}

function environmentValues({ env }: Sketch, locate: Locate): Problem[] {
  return Object.entries(env).flatMap(([name, value]) =>
    problem(["env", name], environmentValueFault(name, value), locate),
  );
}

function problem(path: Path, fault: string | undefined, locate: Locate): Problem[] {
  return fault === undefined ? [] : [{ message: aboutValue(path, fault), location: locate(path) }];
}
