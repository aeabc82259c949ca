import { quote } from "../text/quote.ts";
import { closest } from "../text/spelling.ts";
import { Base, FileCopy, ImageSettings, Manifest, PackageIndex, Phase, Timings, Verify } from "./manifest.ts";
import { DiskKeys } from "./settings/disk.ts";
import { Install } from "./settings/install.ts";
import { Provides } from "./settings/provides.ts";
import { Requires, RunPod } from "./settings/target.ts";

interface Section {
  /** Ends the sentence "it belongs to …". */
  readonly title: string;
  readonly known: readonly string[];
  /** Keys that the design has and this version doesn't build, each with what to do meanwhile. */
  readonly later: Readonly<Record<string, string>>;
  /** Words that other tools use. */
  readonly synonyms?: Readonly<Record<string, string>>;
}

const REMOVE = "remove it";

const SECTIONS: ReadonlyMap<string, Section> = new Map<string, Section>([
  [
    "",
    {
      title: "the top level",
      known: Object.keys(Manifest.shape),
      later: {
        gate: REMOVE,
      },
      synonyms: {
        cmd: "command",
        entrypoint: "command",
        environment: "env",
        from: "base",
        steps: "phases",
        copy: "files",
        working_dir: "workdir",
        apt: "system_packages",
        apt_packages: "system_packages",
      },
    },
  ],
  ["base", { title: "`base`", known: Object.keys(Base.shape), later: {} }],
  [
    "phases",
    {
      title: "an entry of `phases`",
      known: Object.keys(Phase.shape),
      later: {
        layers: REMOVE,
      },
      synonyms: {
        requirements: "packages",
        dependencies: "packages",
        python_packages: "packages",
        pip: "packages",
        apt: "system_packages",
        commands: "run",
      },
    },
  ],
  ["phases.requires", { title: "`requires`", known: Object.keys(Requires.shape), later: {} }],
  [
    "runpod",
    {
      title: "`runpod`",
      known: Object.keys(RunPod.shape),
      later: { category: REMOVE, container_disk: REMOVE },
    },
  ],
  ["indexes", { title: "an entry of `indexes`", known: Object.keys(PackageIndex.shape), later: {} }],
  // Behind the phases, whose `packages` are what somebody means.
  ["base.provides", { title: "`provides`", known: Object.keys(Provides.shape), later: {} }],
  [
    "files",
    {
      title: "an entry of `files`",
      known: Object.keys(FileCopy.shape),
      later: {},
      synonyms: { source: "from", target: "to", src: "from", dest: "to", dst: "to" },
    },
  ],
  ["verify", { title: "`verify`", known: Object.keys(Verify.shape), later: {} }],
  ["verify.timings", { title: "`verify.timings`", known: Object.keys(Timings.shape), later: {} }],
  [
    "image",
    {
      title: "`image`",
      known: Object.keys(ImageSettings.shape),
      later: {},
    },
  ],
  [
    "install",
    {
      title: "`install`",
      known: Object.keys(Install.shape),
      later: {},
    },
  ],
  [
    "disk",
    {
      title: "`disk`",
      known: Object.keys(DiskKeys.shape),
      later: {},
    },
  ],
]);

/** What to say of a key that the map at `path` may not have. */
export function unknownKey(path: readonly PropertyKey[], key: string): string {
  const section = SECTIONS.get(path.filter((part) => typeof part === "string").join("."));
  if (section === undefined) return `unknown key ${quote(key)}; remove it`;
  if (key === "<<") return "merge keys (`<<`) aren't supported; write the keys out";
  const remedy = Object.hasOwn(section.later, key) ? section.later[key] : undefined;
  if (remedy !== undefined) return `\`${key}\` is not supported in this version yet; ${remedy}`;
  return `unknown key ${quote(key)}; ${correction(section, key)}`;
}

function correction(section: Section, key: string): string {
  const synonym =
    section.synonyms && Object.hasOwn(section.synonyms, key) ? section.synonyms[key] : undefined;
  const elsewhere = [...SECTIONS.values()].find((place) => place !== section && place.known.includes(key));
  const meant = synonym ?? closest(key, section.known);
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  if (elsewhere !== undefined) return `it belongs to ${elsewhere.title}`;
  const later = closest(key, Object.keys(section.later));
  if (later !== undefined) return `\`${later}\` is not supported in this version yet`;
  return `${section.title} takes ${section.known.map((known) => `\`${known}\``).join(", ")}`;
}
