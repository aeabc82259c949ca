import * as z from "zod";
import type { Problem, SourceLocation } from "../text/errors.ts";
import { quote } from "../text/quote.ts";
import { describePath } from "../text/units/expectation.ts";
import { parseSystemPackage, systemPackageFault } from "./settings/system-package.ts";

type Path = readonly (string | number)[];
type Locate = (path: Path) => SourceLocation;

/** The phase of a plan that installs the manifest's own `system_packages`. */
export const SYSTEM_PHASE = "system-packages";

const Anything = z.unknown().optional();
const NO_MAP = { packages: "not a map" };

/** The parts of a manifest that these checks read. Other parts may have errors. */
const Sketch = z
  .object({
    system_packages: Anything,
    phases: z
      .array(
        z
          .object({ name: Anything, packages: Anything, run: Anything, system_packages: Anything })
          .catch(NO_MAP),
      )
      .catch([]),
  })
  .catch({ phases: [] });
type Sketch = z.infer<typeof Sketch>;

/** Phases that hold nothing, and system packages that contradict each other. */
export function phaseProblems(data: unknown, locate: Locate): Problem[] {
  const sketch = Sketch.parse(data);
  return [...emptyPhases(sketch), ...reservedName(sketch), ...repeatedPackages(sketch)].map(
    ({ message, path }) => ({ message, location: locate(path) }),
  );
}

function entries(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

interface Found {
  readonly message: string;
  readonly path: Path;
}

const EXAMPLE = '`packages: ["torch==2.8.0"]`';

/** A phase needs packages, commands or system packages. A phase with none of them is a mistake. */
function emptyPhases({ phases }: Sketch): Found[] {
  return phases.flatMap(({ packages, run, system_packages }, index) => {
    const others = entries(run).length + entries(system_packages).length;
    if (others > 0) return [];
    const path = ["phases", index, "packages"];
    if (packages === undefined)
      return [{ path, message: `${describePath(path)} is missing; write ${EXAMPLE}` }];
    if (!Array.isArray(packages) || packages.length > 0) return [];
    return [{ path, message: `${describePath(path)} has no entries; write ${EXAMPLE} or remove the phase` }];
  });
}

function reservedName({ phases, system_packages }: Sketch): Found[] {
  if (entries(system_packages).length === 0) return [];
  return phases.flatMap(({ name }, index) =>
    name === SYSTEM_PHASE
      ? [
          {
            path: ["phases", index, "name"],
            message: `${quote(SYSTEM_PHASE)} is what the plan calls the layer of the top level's \`system_packages\`; give the phase another name`,
          },
        ]
      : [],
  );
}

/** Two phases may need the same package, each for itself; one list, or two versions, is a slip. */
function repeatedPackages({ phases, system_packages }: Sketch): Found[] {
  const top = { path: ["system_packages"] as Path, packages: entries(system_packages) };
  const lists = phases.map((phase, index) => ({
    path: ["phases", index, "system_packages"] as Path,
    packages: entries(phase.system_packages),
  }));
  const versions = new Map<string, string>();
  const above = new Set<string>();
  return [top, ...lists].flatMap(({ path, packages }, listIndex) => {
    const here = new Set<string>();
    return packages.flatMap((text, index): Found[] => {
      if (typeof text !== "string" || systemPackageFault(text) !== undefined) return [];
      const { name, version } = parseSystemPackage(text);
      const message = contradiction(text, here.has(name) || above.has(name), versions.get(name));
      here.add(name);
      if (listIndex === 0) above.add(name);
      if (version !== undefined && !versions.has(name)) versions.set(name, version);
      return message === undefined ? [] : [{ path: [...path, index], message }];
    });
  });
}

function contradiction(text: string, repeated: boolean, earlier: string | undefined): string | undefined {
  const { version } = parseSystemPackage(text);
  if (earlier !== undefined && version !== undefined && version !== earlier) {
    return `${quote(text)} is also asked for in version ${quote(earlier)}; an image holds one version of it`;
  }
  return repeated ? `${quote(text)} is already asked for; keep one of the two` : undefined;
}
