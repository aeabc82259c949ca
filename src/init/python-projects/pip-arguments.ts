import type { SourceLocation } from "../../text/errors.ts";
import { EMPTY_REQUEST, type IndexMention, type Note, type PipRequest } from "../outline.ts";
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

/** Options that change nothing about what is installed. */
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

type Collected = {
  readonly [Key in
    | "asked"
    | "requirementFiles"
    | "constraintFiles"
    | "torchBackends"
    | "notes"]: PipRequest[Key][number][];
} & { readonly indexes: (IndexMention & { readonly extra: boolean })[] };

/** The arguments behind `pip install`, or an option line of a requirements file. */
export function readPipArguments(words: readonly string[], at: SourceLocation): PipRequest {
  const request: Collected = {
    asked: [],
    requirementFiles: [],
    constraintFiles: [],
    indexes: [],
    torchBackends: [],
    notes: [],
  };
  const left = words.values();
  for (const word of left) {
    const option = splitOption(word);
    const meaning = VALUED.get(option.name);
    if (!word.startsWith("-")) request.asked.push({ text: word, at });
    else if (meaning !== undefined) {
      collect(request, { meaning, name: option.name, value: option.value ?? left.next().value ?? "" }, at);
    } else if (!QUIET.test(word)) request.notes.push(optionNote(option.name, at));
  }
  const named = request.asked.map(({ text }) => /^[\w.-]*/.exec(text)?.[0] ?? "").filter(Boolean);
  // An index that stands in for the default one is where everything named beside it comes from.
  const indexes = request.indexes.map(({ extra, ...index }) =>
    extra || named.length === 0 ? index : { ...index, packages: named },
  );
  return { ...EMPTY_REQUEST, ...request, indexes };
}

interface ValuedOption {
  readonly meaning: Meaning;
  readonly name: string;
  readonly value: string;
}

function collect(request: Collected, { meaning, name, value }: ValuedOption, at: SourceLocation): void {
  switch (meaning) {
    case "requirements":
      request.requirementFiles.push({ path: value, at });
      break;
    case "constraints":
      request.constraintFiles.push({ path: value, at });
      break;
    case "index":
      request.indexes.push(mention(name, value, at));
      break;
    case "backend":
      request.torchBackends.push({ text: value, at });
      break;
    case "editable":
      request.notes.push(editableNote(value, at));
      break;
    case "noted":
      request.notes.push(optionNote(name, at));
      break;
    case "quiet":
      break;
  }
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

function mention(
  option: string,
  value: string,
  at: SourceLocation,
): IndexMention & { readonly extra: boolean } {
  const named = /^([\w-]+)=(?=https?:)/.exec(value);
  const url = named ? value.slice(named[0].length) : value;
  return { url, name: named?.[1], at, extra: option === "--extra-index-url" || option === "--index" };
}

function optionNote(name: string, at: SourceLocation): Note {
  return { message: `the option ${shown(name)}${WHY[name] ? `: ${WHY[name]}` : ""}`, at };
}

function editableNote(value: string, at: SourceLocation): Note {
  return {
    message: `the editable project ${shown(value)}: copy its code with \`files\`, or install a released version`,
    at,
  };
}
