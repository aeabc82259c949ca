import { relative } from "node:path";
import { parse, TomlError } from "smol-toml";
import { followRequest, readSource, type SourceFolder, sourceError } from "../follow-requests.ts";
import {
  EMPTY_OUTLINE,
  EMPTY_REQUEST,
  type OptionalGroup,
  type Outline,
  type PipRequest,
} from "../outline.ts";
import { below, list, table, text, texts } from "../plain-data.ts";
import { linesOf, type SourceLines } from "../source-lines.ts";
import { shown } from "../without-secrets.ts";
import { readPoetry } from "./poetry.ts";
import { readUv } from "./uv-settings.ts";

/** Reads the dependencies of a pyproject.toml from the tables `project`, `tool.uv` and `tool.poetry`. */
export async function readPyproject(path: string, at: SourceFolder): Promise<Outline> {
  const file = relative(at.folder, path);
  const content = await readSource(path, at);
  const data = parseToml(content, file);
  const lines = linesOf(content, file);
  const project = below(data, "project");
  const poetry = readPoetry(data, lines);
  const own = readUv(projectRequest(data, lines), data, lines);
  const requests: PipRequest[] = [];
  for (const request of [own, ...poetry.requests]) {
    requests.push(...(await followRequest(request, at)).requests);
  }
  return {
    ...EMPTY_OUTLINE,
    name: text(below(project, "name")) ?? poetry.name,
    python: text(below(project, "requires-python")) ?? poetry.python,
    requests,
    groups: [...groups(data, lines), ...poetry.groups],
    notes: poetry.notes,
  };
}

function parseToml(content: string, file: string): unknown {
  try {
    return parse(content);
  } catch (error) {
    const place = error instanceof TomlError ? { line: error.line, column: error.column } : {};
    throw sourceError({ file, ...place }, "can't be read as TOML", error);
  }
}

function projectRequest(data: unknown, lines: SourceLines): PipRequest {
  const project = below(data, "project");
  const dependencies = texts(below(project, "dependencies"));
  const dynamic = texts(below(project, "dynamic")).includes("dependencies");
  const files = dynamic ? below(data, "tool", "setuptools", "dynamic", "dependencies", "file") : undefined;
  const named = [...texts(files), ...(typeof files === "string" ? [files] : [])];
  const message = "the dependencies, which the project's build works out (`dynamic`)";
  const notes = dynamic && named.length === 0 ? [{ message, at: lines.find("dynamic") }] : [];
  return {
    ...EMPTY_REQUEST,
    asked: dependencies.map((entry) => ({ text: entry, at: lines.find(entry) })),
    requirementFiles: named.map((path) => ({ path, at: lines.find(path) })),
    notes,
  };
}

/** Extras and dependency groups. They are installed only on demand, so the manifest leaves them out. */
function groups(data: unknown, lines: SourceLines): OptionalGroup[] {
  const extras = Object.entries(table(below(data, "project", "optional-dependencies")));
  const development = Object.entries(table(below(data, "dependency-groups")));
  return [
    ...extras.map(([name, value]) => group("the extra", name, value, lines)),
    ...development.map(([name, value]) => group("the dependency group", name, value, lines)),
  ].filter(({ packages }) => packages.length > 0);
}

function group(kind: string, name: string, value: unknown, lines: SourceLines): OptionalGroup {
  const included = list(value).flatMap((entry) => text(below(entry, "include-group")) ?? []);
  const more = included.length > 0 ? `, which includes ${included.map(shown).join(", ")}` : "";
  const packages = texts(value);
  return { title: `${kind} ${shown(name)}${more}`, name, packages, at: lines.find(packages[0] ?? name) };
}
