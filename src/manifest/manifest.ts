import * as z from "zod";
import { indexUrlFault } from "../python/index-url.ts";
import { templateFault } from "../python/wheel-template.ts";
import { quote } from "../text/quote.ts";
import { describePath, expected, kindOf, without } from "../text/units/expectation.ts";
import { Size } from "../text/units/measures.ts";
import { pathPatternFault } from "./path-pattern.ts";
import { BuildConstraints } from "./settings/build-constraints.ts";
import { Disk } from "./settings/disk.ts";
import { environmentNameFault } from "./settings/environment.ts";
import { DistributionName, RequirementText, textField } from "./settings/fields.ts";
import { imageNameFault, imageReferenceFault } from "./settings/image-reference.ts";
import type { Immutable } from "./settings/immutable.ts";
import { Install } from "./settings/install.ts";
import { commandExample, commandFault, moduleFault, phaseNameFault } from "./settings/name-faults.ts";
import { imagePathFault, relativePathFault, targetPathFault } from "./settings/paths.ts";
import { Provides } from "./settings/provides.ts";
import { RunStep, runStepExample } from "./settings/run-step.ts";
import { SystemPackages } from "./settings/system-package.ts";
import { Requires, RunPod } from "./settings/target.ts";

/** More phases than this, and the image has more layers than an engine mounts (127, the base's included). */
const MOST_PHASES = 100;

/** What `image.strip` can take out of installed packages. */
const STRIPPED = ["tests", "docs", "static-libraries"] as const;
export type Stripped = (typeof STRIPPED)[number];
const MOST_RUN_STEPS = 100;
/** What binaries of a GPU image are bound to. */
export const KEPT_BY_DEFAULT: readonly string[] = ["torch", "torchaudio", "torchvision", "triton"];

const RelativePath = textField("a path relative to the manifest's folder").superRefine(
  without(relativePathFault),
);

/** One of these words: `` `fail`, `warn` or `skip` ``. */
function oneOf<const Words extends readonly [string, ...string[]]>(...words: Words) {
  const quoted = words.map((word) => `\`${word}\``);
  const choice = `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
  return z.enum(words, {
    error: ({ path, input }) => `${describePath(path ?? [])} must be ${choice}, not ${givenValue(input)}`,
  });
}

/** The image that everything is installed on. */
export const Base = z.strictObject(
  {
    image: textField("`image: python:3.12-slim`").superRefine(without(imageReferenceFault)),
    /** Declares what the image holds, for a plan on a machine without the image. The build compares the declaration with the image. */
    provides: Provides.optional(),
  },
  expected("a map", "`base: { image: python:3.12-slim }`"),
);
export type Base = Immutable<z.infer<typeof Base>>;

/** A package index and the only packages that may come from it. */
export const PackageIndex = z.strictObject(
  {
    name: textField("`name: pytorch`").superRefine(without(phaseNameFault)),
    url: textField("`url: https://index.example/simple`").superRefine(without(indexUrlFault)),
    packages: z
      .array(DistributionName, expected("a list of distribution names", "`packages: [torch]`"))
      .min(1, expected("", "the packages that come from this index, such as `packages: [torch]`")),
  },
  expected("a map", "`{ name: …, url: …, packages: […] }`"),
);
export type PackageIndex = Immutable<z.infer<typeof PackageIndex>>;

/** Packages that become one image layer. */
export const Phase = z.strictObject(
  {
    name: textField("`name: speech`").superRefine(without(phaseNameFault)),
    /** May be empty beside `run` or `system_packages`: see consistency.ts. */
    packages: z
      .array(RequirementText, expected("a list of requirements", '`packages: ["torch==2.8.0"]`'))
      .prefault([]),
    system_packages: SystemPackages,
    /** Commands after the packages, each a list of program and arguments. */
    run: z
      .array(RunStep, {
        error: (issue) =>
          expected("a list of commands", `\`run: [${runStepExample(issue.input).slice(1, -1)}]\``).error(
            issue,
          ),
      })
      .max(MOST_RUN_STEPS, {
        error: ({ path }) =>
          `${describePath(path ?? [])} has more than ${MOST_RUN_STEPS} commands; put them into a script of the base`,
      })
      .default([]),
    /** What the commands leave in the image, as far as its author knows. */
    run_size: Size.optional(),
    imports: z
      .array(
        textField("a module's name, such as `google.cloud.speech`").superRefine(without(moduleFault)),
        expected("a list of modules", "`imports: [torch]`"),
      )
      .default([]),
    optional: z.boolean(expected("`true` or `false`", "`optional: true` without quotes")).default(false),
    /** Distributions that its binaries are bound to: it goes after whatever brings them. */
    binary_for: z
      .array(DistributionName, expected("a list of distribution names", "`binary_for: [torch]`"))
      .default([]),
    /** `isolated`: in a virtual environment of its own, which nothing else of the image is bound to. */
    environment: oneOf("shared", "isolated").default("shared"),
    /** Where the prebuilt wheel of one of its packages lies; its name follows the planned torch, CUDA and Python. */
    wheels: textField("an address, such as `https://files.example/demo-{version}-py3-none-any.whl`")
      .superRefine(without(templateFault))
      .optional(),
    /** Left out, it is `never` where `wheels` is given; else sources are built as any installer does. */
    source_build: oneOf("never", "allowed").optional(),
    requires: Requires.optional(),
  },
  expected("a map", "`{ name: …, packages: […] }`"),
);
export type Phase = Immutable<z.infer<typeof Phase>>;

/** Whether a phase may build nothing from source: it says so, or its `wheels` ask for a prebuilt file. */
export function forbidsSourceBuilds(phase: Pick<Phase, "source_build" | "wheels">): boolean {
  return (phase.source_build ?? (phase.wheels === undefined ? "allowed" : "never")) === "never";
}

/** A file or folder of the repository that is copied into the image. */
export const FileCopy = z.strictObject(
  {
    from: RelativePath,
    to: textField("a path in the image, such as `/app`").superRefine(without(targetPathFault)),
  },
  expected("a map", "`{ from: app, to: /app }`"),
);
export type FileCopy = Immutable<z.infer<typeof FileCopy>>;

/** Speech and its words, to see whether the image times them. */
export const Timings = z.strictObject(
  {
    audio: RelativePath,
    text: RelativePath,
    coverage: z
      .number(expected("a number from 0 to 1", "`coverage: 0.9`"))
      .superRefine(without((share: number) => coverageFault(share)))
      .default(0.9),
  },
  expected("a map", "`timings: { audio: test/sample.wav, text: test/sample.txt }`"),
);
export type Timings = Immutable<z.infer<typeof Timings>>;

/** What has to hold before the image is pushed. */
export const Verify = z.strictObject(
  { timings: Timings.optional(), on_no_gpu: oneOf("fail", "warn", "skip").optional() },
  expected("a map", "`verify: { timings: { audio: …, text: … } }`"),
);
export type Verify = Immutable<z.infer<typeof Verify>>;

/** What the image holds besides the packages' own files. */
export const ImageSettings = z.strictObject(
  {
    /** Compiled bytecode: without it every cold start compiles what it imports. */
    bytecode: z
      .enum(["all", "none"], {
        error: (issue) =>
          issue.input === "smoke"
            ? `${describePath(issue.path ?? [])}: \`smoke\` is not supported in this version yet; write \`all\` or \`none\``
            : `${describePath(issue.path ?? [])} must be \`all\` or \`none\`, not ${givenValue(issue.input)}`,
      })
      .default("all"),
    /** Bytes that no layer passes, unless a single wheel does. */
    max_layer: Size.prefault("4GB"),
    /** What is taken out of the installed packages before their layer is committed. */
    strip: z
      .array(
        z.enum(STRIPPED, {
          error: (issue) =>
            `${describePath(issue.path ?? [])} must be ${STRIPPED.map((kind) => `\`${kind}\``).join(", ")}, not ${givenValue(issue.input)}`,
        }),
        expected("a list", "`strip: [tests]`"),
      )
      .default([]),
  },
  expected("a map", "`image: { bytecode: all }`, or for the base image `base: { image: … }`"),
);
export type ImageSettings = Immutable<z.infer<typeof ImageSettings>>;

/** The checked manifest, with defaults for keys that were left out. Sizes are in bytes. Names of index and kept packages are normalised. */
export const Manifest = z.strictObject({
  version: z.literal(1, { error: ({ input }) => versionFault(input) }),
  name: textField("`name: my-image`").superRefine(without(imageNameFault)),
  base: Base,
  keep: z
    .array(DistributionName, expected("a list of distribution names", "`keep: [torch]`"))
    .default([...KEPT_BY_DEFAULT]),
  indexes: z
    .array(PackageIndex, expected("a list", "`indexes: [{ name: …, url: …, packages: […] }]`"))
    .default([]),
  system_packages: SystemPackages,
  build_constraints: BuildConstraints,
  /** What happens where two distributions bring other content to one path. */
  file_clashes: oneOf("last_wins", "refuse").default("last_wins"),
  phases: z
    .array(Phase, expected("a list of phases", '`phases: [{ name: speech, packages: ["torch==2.8.0"] }]`'))
    .min(1, expected("", 'at least one phase, such as `- { name: speech, packages: ["torch==2.8.0"] }`'))
    .max(MOST_PHASES, {
      error: `\`phases\` has more than ${MOST_PHASES} entries, and each is a layer; put several packages into one phase`,
    }),
  /** Paths that may change although no package of the layer says so. */
  allow_changes: z
    .array(
      textField("a path in the image, such as `/etc/demo.conf`").superRefine(without(pathPatternFault)),
      expected("a list of paths", "`allow_changes: [/etc/demo.conf]`"),
    )
    .default([]),
  /** A pylock.toml: exactly its versions and files are installed. */
  lock: textField("`lock: pylock.toml`").superRefine(without(relativePathFault)).optional(),
  files: z.array(FileCopy, expected("a list", "`files: [{ from: app, to: /app }]`")).default([]),
  env: z
    .record(
      z.string().superRefine(without(environmentNameFault)),
      textField("a value in quotes"),
      expected("a map of names to values", '`env: { LANGUAGE: "en" }`'),
    )
    .default({}),
  workdir: textField("`workdir: /app`").superRefine(without(imagePathFault)).default("/"),
  command: z
    .array(textField("a part of the command"), {
      error: (issue) => expected("a list", commandExample(issue.input)).error(issue),
    })
    .superRefine(without(commandFault))
    .optional(),
  verify: Verify.prefault({}),
  install: Install.prefault({}),
  disk: Disk.prefault({}),
  image: ImageSettings.prefault({}),
  runpod: RunPod.optional(),
});
export type Manifest = Immutable<z.infer<typeof Manifest>>;

function givenValue(input: unknown): string {
  return typeof input === "string" ? quote(input) : kindOf(input);
}

function coverageFault(share: number): string | undefined {
  return share >= 0 && share <= 1 ? undefined : "must be from 0 to 1; write `0.9` for 90 %";
}

function versionFault(version: unknown): string {
  if (version === undefined) return "`version` is missing; write `version: 1` as the first line";
  if (typeof version === "number")
    return "`version` is one that this Surelayer doesn't know; write `version: 1`";
  return "`version` must be the number 1; write `version: 1` without quotes";
}
