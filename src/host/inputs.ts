import * as core from "@actions/core";
import { UsageError } from "../text/errors.ts";

/** The Action's inputs in the CLI's own terms. */
interface ActionInputs {
  readonly command: string;
  readonly manifest: string;
  /** Undefined where it isn't given. */
  readonly plan: string | undefined;
  readonly planDigest: string | undefined;
  readonly push: boolean;
  /** Full image references, in the order given, each once. */
  readonly tags: readonly string[];
  /** Whether foreign code is planned on a self-hosted runner, too. */
  readonly allowForks: boolean;
}

/** Characters of a reference; the reference itself is judged later. */
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._:/@-]*$/u;

/**
 * Reads and checks the inputs; empty ones take the CLI's defaults.
 * @param commands the verbs that there are.
 * @throws UsageError that names every wrong input, not just the first.
 */
export function readInputs(
  commands: readonly string[],
  read: (name: string) => string = core.getInput,
): ActionInputs {
  const problems: string[] = [];
  const command = read("command").trim() || "build";
  if (!commands.includes(command)) {
    problems.push(`Input command is ${JSON.stringify(command)}; it must be one of ${commands.join(", ")}.`);
  }
  const flag = (name: string): boolean => {
    const value = readBoolean(read(name));
    if (value === undefined) {
      problems.push(`Input ${name} is ${JSON.stringify(read(name))}; it must be true or false.`);
    }
    return value === true;
  };
  const [push, allowForks] = [flag("push"), flag("allow-forks")];
  const tags = readList(read("tags"));
  for (const tag of tags.filter((one) => !REFERENCE.test(one))) {
    problems.push(
      `Input tags holds ${JSON.stringify(tag)}, which is no image reference such as index.example/team/image:tag.`,
    );
  }
  if (problems.length > 0) {
    throw new UsageError(problems.join("\n"), { remedy: "Correct the step's with: block in the workflow." });
  }
  return {
    command,
    manifest: read("manifest").trim() || "install.yml",
    plan: read("plan").trim() || undefined,
    planDigest: read("plan-digest").trim() || undefined,
    push,
    tags,
    allowForks,
  };
}

/** The booleans of YAML 1.2, like the runner's own toolkit; empty is false. */
function readBoolean(text: string): boolean | undefined {
  const value = text.trim();
  if (["true", "True", "TRUE"].includes(value)) return true;
  if (["", "false", "False", "FALSE"].includes(value)) return false;
  return undefined;
}

/** Items separated by line ends or commas: docker/metadata-action writes tags in both ways. */
function readList(text: string): readonly string[] {
  const items = text.split(/[\n,]/u).map((item) => item.trim());
  return [...new Set(items.filter((item) => item !== ""))];
}
