import type { SourceLocation } from "../../text/errors.ts";
import { type Asked, EMPTY_REQUEST, type IndexMention, type Note, type PipRequest } from "../outline.ts";
import { shown } from "../without-secrets.ts";

type Meaning = "requirements" | "constraints" | "editable" | "index" | "backend" | "quiet" | "noted";

/** Options of pip and uv that take a value. */
const VALUED: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...entries("requirements", "-r", "--requirement", "--requirements"),
  ...entries("constraints", "-c", "--constraint", "--constraints", "--build-constraint"),
  ...entries("editable", "-e", "--editable"),
  ...entries("index", "-i", "--index-url", "--pypi-url", "--extra-index-url", "--index", "--default-index"),
  ...entries("backend", "--torch-backend"),
  ...entries("quiet", "--timeout", "--retries", "--resume-retries", "--progress-bar", "--cache-dir", "--log"),
  ...entries("quiet", "--root-user-action", "--exists-action", "--link-mode", "--python", "-p", "--report"),
  ...entries("quiet", "--upgrade-strategy", "--upgrade-package", "-P", "--color", "--hash"),
  ...entries("noted", "-f", "--find-links", "-t", "--target", "--prefix", "--root", "--no-binary"),
  ...entries("noted", "--only-binary", "--platform", "--python-version", "--implementation", "--abi"),
  ...entries("noted", "--config-settings", "--config-setting", "-C", "--global-option", "--build-option"),
  ...entries("noted", "--override", "--group", "--extra", "--index-strategy"),
  ...entries("noted", "--prerelease", "--resolution", "--exclude-newer", "--no-build-isolation-package"),
  ...entries("noted", "--trusted-host", "--cert", "--client-cert", "--proxy", "--src", "--use-feature"),
]);

/** Options without a value that don't change the installed packages. */
const QUIET =
  /^(?:-[qvUIn]+|--(?:no-cache-dir|no-cache|upgrade|system|break-system-packages|quiet|verbose|user|no-compile|compile|compile-bytecode|disable-pip-version-check|no-warn-script-location|no-input|ignore-installed|force-reinstall|reinstall|prefer-binary|isolated|strict|no-progress|require-hashes|no-python-version-warning|use-pep517|yes))$/;

const WHY: Readonly<Record<string, string>> = {
  "--no-deps": "dependencies are always installed, and no two versions of one package",
  "--no-build-isolation": "packages are built in isolation",
  "--pre": "a pre-release is taken only where a requirement names one",
  "--find-links": "name an index under `indexes`",
  "--target": "packages go where the base's Python looks for them",
};

function entries(meaning: Meaning, ...options: readonly string[]): [string, Meaning][] {
  return options.map((option) => [option, meaning]);
}

interface GivenOption {
  readonly name: string;
  readonly value: string;
  readonly meaning: Meaning;
}

/** Reads the arguments behind `pip install`, or an option line of a requirements file. */
export function readPipArguments(words: readonly string[], at: SourceLocation): PipRequest {
  const asked: Asked[] = [];
  const options: GivenOption[] = [];
  const left = words.values();
  for (const word of left) {
    const { name, value } = splitOption(word);
    const meaning = VALUED.get(name);
    if (!word.startsWith("-")) asked.push({ text: word, at });
    else if (meaning !== undefined) options.push({ name, meaning, value: value ?? left.next().value ?? "" });
    else if (!QUIET.test(word)) options.push({ name, meaning: "noted", value: "" });
  }
  const values = (meaning: Meaning) => options.filter((one) => one.meaning === meaning);
  const named = asked.map(({ text }) => /^[\w.-]*/.exec(text)?.[0] ?? "").filter(Boolean);
  return {
    ...EMPTY_REQUEST,
    asked,
    requirementFiles: values("requirements").map(({ value }) => ({ path: value, at })),
    constraintFiles: values("constraints").map(({ value }) => ({ path: value, at })),
    indexes: values("index").map((option) => mention(option, named, at)),
    torchBackends: values("backend").map(({ value }) => ({ text: value, at })),
    notes: options.flatMap((option) => optionNote(option, at)),
  };
}

/** `--option=value`, `-rfile` or `--option`. */
function splitOption(word: string): { readonly name: string; readonly value: string | undefined } {
  const long = /^(--[\w-]+)=(.*)$/s.exec(word);
  if (long) return { name: long[1] ?? word, value: long[2] };
  const short = /^(-[rceift])(.+)$/s.exec(word);
  return short
    ? { name: short[1] ?? word, value: short[2]?.replace(/^=/, "") }
    : { name: word, value: undefined };
}

/** @param named packages beside the option. An index that replaces the default one provides all of them. */
function mention({ name, value }: GivenOption, named: readonly string[], at: SourceLocation): IndexMention {
  const [prefix = "", own] = /^([\w-]+)=(?=https?:)/.exec(value) ?? [];
  const extra = name === "--extra-index-url" || name === "--index";
  const packages = extra || named.length === 0 ? undefined : named;
  return { url: value.slice(prefix.length), name: own, at, packages };
}

function optionNote({ meaning, name, value }: GivenOption, at: SourceLocation): readonly Note[] {
  if (meaning === "editable") {
    const message = `the editable project ${shown(value)}: copy its code with \`files\`, or install a released version`;
    return [{ message, at }];
  }
  if (meaning !== "noted") return [];
  return [{ message: `the option ${shown(name)}${WHY[name] ? `: ${WHY[name]}` : ""}`, at }];
}
