import { relative } from "node:path";
import { type ManifestDocument, readDocument } from "../../manifest/document.ts";
import { locate } from "../../manifest/locate.ts";
import { systemPackageFault } from "../../manifest/settings/system-package.ts";
import { minorVersion } from "../../python/base-facts.ts";
import { ManifestError, type SourceLocation } from "../../text/errors.ts";
import { type RunEffect, readScript } from "../dockerfile/run-command.ts";
import { shellCommands } from "../dockerfile/shell-commands.ts";
import { followRequest, readSource, type SourceFolder, sourceError } from "../follow-requests.ts";
import {
  type Asked,
  EMPTY_OUTLINE,
  EMPTY_REQUEST,
  type Note,
  type Outline,
  type PipRequest,
} from "../outline.ts";
import { below, list, table, text, texts } from "../plain-data.ts";
import { shown } from "../without-secrets.ts";

const READ = new Set([
  ...["gpu", "cuda", "python_version", "python_packages", "python_requirements", "system_packages", "run"],
]);

interface Cog {
  readonly build: unknown;
  at(...path: readonly (string | number)[]): SourceLocation;
}

/** Reads a cog.yaml and the requirements file that it names. */
export async function readCog(path: string, at: SourceFolder): Promise<Outline> {
  const file = relative(at.folder, path);
  const { data, document } = parse(await readSource(path, at), file);
  const cog: Cog = { build: below(data, "build"), at: (...where) => locate(document, ["build", ...where]) };
  const effects = runs(cog);
  const { requests } = await followRequest(pythonRequest(cog), at);
  const version = text(below(cog.build, "python_version"));
  return {
    ...EMPTY_OUTLINE,
    name: text(below(data, "image")),
    gpu: below(cog.build, "gpu") === true,
    python: version && /^\d[\d.]*$/.test(version) ? `==${minorVersion(version)}.*` : undefined,
    requests: [...requests, ...effects.map(({ request }) => request)],
    systemPackages: [...systemPackages(cog), ...effects.flatMap((effect) => effect.systemPackages)],
    run: effects.flatMap(({ run, at }) => (run ? [{ words: run, at }] : [])),
    notes: [...buildNotes(cog), ...topNotes(data, document)],
  };
}

function parse(
  content: string,
  file: string,
): { readonly data: unknown; readonly document: ManifestDocument } {
  try {
    const document = readDocument(content, file);
    return { data: document.yaml.toJS({ maxAliasCount: 50 }), document };
  } catch (error) {
    const location = error instanceof ManifestError ? error.location : undefined;
    throw sourceError(location ?? { file }, "can't be read as YAML", error);
  }
}

function pythonRequest(cog: Cog): PipRequest {
  const requirements = text(below(cog.build, "python_requirements"));
  const at = cog.at("python_requirements");
  return {
    ...EMPTY_REQUEST,
    asked: asked(cog, "python_packages"),
    requirementFiles: requirements === undefined ? [] : [{ path: requirements, at }],
  };
}

function asked(cog: Cog, key: string): Asked[] {
  return texts(below(cog.build, key)).map((entry, index) => ({ text: entry, at: cog.at(key, index) }));
}

function systemPackages(cog: Cog): Asked[] {
  return asked(cog, "system_packages").filter(({ text: name }) => systemPackageFault(name) === undefined);
}

function runs(cog: Cog): (RunEffect & { readonly at: SourceLocation })[] {
  return list(below(cog.build, "run")).flatMap((entry, index) => {
    const script = text(entry) ?? text(below(entry, "command")) ?? "";
    const at = cog.at("run", index);
    // Only this command sees a mount's files, so it can't run elsewhere.
    const alone = text(entry) !== undefined || below(entry, "mounts") === undefined;
    const commands = shellCommands(script, () => undefined);
    const own = commands.map((command) => ({ ...command, exact: command.exact && alone }));
    return readScript(own, at).map((effect) => ({ ...effect, at }));
  });
}

function buildNotes(cog: Cog): Note[] {
  const cuda = text(below(cog.build, "cuda"));
  const others = Object.keys(table(cog.build)).filter((key) => !READ.has(key));
  return [
    ...(cuda === undefined
      ? []
      : [{ message: `CUDA ${shown(cuda)}: the base image decides`, at: cog.at("cuda") }]),
    ...others.map((key) => ({ message: shown(`build.${key}`), at: cog.at(key) })),
  ];
}

function topNotes(data: unknown, document: ManifestDocument): Note[] {
  return Object.keys(table(data))
    .filter((key) => key !== "build" && key !== "image")
    .map((key) => {
      const why = key === "predict" ? ": a RunPod worker starts with a handler that calls it" : "";
      const value = text(below(data, key));
      return {
        message: `${shown(value === undefined ? key : `${key}: ${value}`)}${why}`,
        at: locate(document, [key]),
      };
    });
}
