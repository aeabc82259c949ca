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
  /** The schema's keys. */
  readonly known: object;
  /** Keys that the design has and this version doesn't build, each with what to do meanwhile. */
  readonly later?: Readonly<Record<string, string>>;
  /** Words that other tools use. */
  readonly synonyms?: Readonly<Record<string, string>>;
}

const REMOVE = "remove it";

const SECTIONS: ReadonlyMap<string, Section> = new Map<string, Section>([
  [
    "",
    {
      title: "the top level",
      known: Manifest.shape,
      later: { gate: REMOVE },
      synonyms: {
        ...{ cmd: "command", entrypoint: "command", environment: "env", from: "base", steps: "phases" },
        ...{ copy: "files", working_dir: "workdir", apt: "system_packages", apt_packages: "system_packages" },
      },
    },
  ],
  ["base", { title: "`base`", known: Base.shape }],
  [
    "phases",
    {
      title: "an entry of `phases`",
      known: Phase.shape,
      later: { layers: REMOVE },
      synonyms: {
        ...{
          requirements: "packages",
          dependencies: "packages",
          python_packages: "packages",
          pip: "packages",
        },
        ...{ apt: "system_packages", commands: "run" },
      },
    },
  ],
  ["phases.requires", { title: "`requires`", known: Requires.shape }],
  ["runpod", { title: "`runpod`", known: RunPod.shape, later: { category: REMOVE, container_disk: REMOVE } }],
  ["indexes", { title: "an entry of `indexes`", known: PackageIndex.shape }],
  // Behind the phases, whose `packages` are what somebody means.
  ["base.provides", { title: "`provides`", known: Provides.shape }],
  [
    "files",
    {
      title: "an entry of `files`",
      known: FileCopy.shape,
      synonyms: { source: "from", target: "to", src: "from", dest: "to", dst: "to" },
    },
  ],
  ["verify", { title: "`verify`", known: Verify.shape }],
  ["verify.timings", { title: "`verify.timings`", known: Timings.shape }],
  ["image", { title: "`image`", known: ImageSettings.shape }],
  ["install", { title: "`install`", known: Install.shape }],
  ["disk", { title: "`disk`", known: DiskKeys.shape }],
]);

/** What to say of a key that the map at `path` may not have. */
export function unknownKey(path: readonly PropertyKey[], key: string): string {
  const section = SECTIONS.get(path.filter((part) => typeof part === "string").join("."));
  if (section === undefined) return `unknown key ${quote(key)}; remove it`;
  if (key === "<<") return "merge keys (`<<`) aren't supported; write the keys out";
  const remedy = wordIn(section.later, key);
  if (remedy !== undefined) return `\`${key}\` is not supported in this version yet; ${remedy}`;
  return `unknown key ${quote(key)}; ${correction(section, key)}`;
}

function correction({ title, known, later = {}, synonyms }: Section, key: string): string {
  const elsewhere = [...SECTIONS.values()].find(
    (place) => place.known !== known && Object.hasOwn(place.known, key),
  );
  const meant = wordIn(synonyms, key) ?? closest(key, Object.keys(known));
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  if (elsewhere !== undefined) return `it belongs to ${elsewhere.title}`;
  const near = closest(key, Object.keys(later));
  if (near !== undefined) return `\`${near}\` is not supported in this version yet`;
  return `${title} takes ${Object.keys(known)
    .map((one) => `\`${one}\``)
    .join(", ")}`;
}

/** Keys come from a file and may be called like what every object has. */
function wordIn(words: Readonly<Record<string, string>> = {}, key: string): string | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined;
}
