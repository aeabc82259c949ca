import { satisfies } from "@renovatebot/pep440";
import type { Finding } from "./finding.ts";
import type { GuardedEnvironment } from "./guarded-environment.ts";

/** A distribution that a module imports, and that nothing requires: an extra names it, or nobody does. */
interface UnstatedNeed {
  readonly name: string;
  /** Those that were run are the newest; later ones may have mended it. */
  readonly versions: string;
  readonly needs: string;
  /** Only beside these versions of another distribution. */
  readonly beside?: { readonly name: string; readonly versions: string };
  /** What then can't be imported. */
  readonly module: string;
  /** Requirements to write. */
  readonly write: readonly string[];
  readonly source: string;
}

const RUN = "run on 2026-11-29: default index's wheels, CPython 3.11, no GPU";

const TABLE: readonly UnstatedNeed[] = [
  {
    name: "coqui-tts",
    versions: "==0.28.*",
    needs: "torchcodec",
    beside: { name: "torch", versions: ">=2.9" },
    module: "TTS.api",
    write: ["coqui-tts[codec]", "six"],
    source: `0.28.0 beside torch 2.15.0 raises ImportError and names its extra; with the extra it misses six; with both it imports, ${RUN}`,
  },
  {
    name: "modelscope",
    versions: "==1.40.*",
    needs: "addict",
    module: "modelscope.pipelines",
    write: ["modelscope[framework]"],
    source: `1.40.2 raises \`No module named 'addict'\`; \`modelscope\` itself imports, ${RUN}`,
  },
];

/** Distributions without which a module can't be imported, although no metadata asks for them. */
export function checkNeeds({ installed }: GuardedEnvironment): readonly Finding[] {
  return TABLE.flatMap(({ name, versions, needs, beside, module, write, source }) => {
    const one = installed.get(name);
    const isBeside =
      beside === undefined || within(installed.get(beside.name)?.version ?? "", beside.versions);
    if (!one?.phase || installed.has(needs) || !within(one.version, versions) || !isBeside) return [];
    return [
      {
        id: "unstated-need",
        severity: "warning" as const,
        message: `\`${module}\` of ${name} ${one.version} needs ${needs}, and nothing asks for it.`,
        remedy: `Write ${write.map((text) => `\`${text}\``).join(" and ")} into the packages of phase ${one.phase}, if you use \`${module}\`.`,
        phase: one.phase,
        source,
      },
    ];
  });
}

function within(version: string, range: string): boolean {
  return version !== "" && satisfies(version, range, { prereleases: true });
}
