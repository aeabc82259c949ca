import { normaliseName } from "../../python/distribution-name.ts";
import {
  type Asked,
  EMPTY_REQUEST,
  type IndexMention,
  type Note,
  type OptionalGroup,
  type PipRequest,
} from "../outline.ts";
import { below, list, table, text, texts } from "../plain-data.ts";
import type { SourceLines } from "../source-lines.ts";
import { shown } from "../without-secrets.ts";
import { isFileName } from "./direct-request.ts";
import { poetryVersion } from "./poetry-version.ts";

interface PoetryProject {
  readonly name: string | undefined;
  readonly python: string | undefined;
  readonly requests: readonly PipRequest[];
  readonly groups: readonly OptionalGroup[];
  readonly notes: readonly Note[];
}

/** Reads `tool.poetry`, as far as standard requirements can express it. */
export function readPoetry(data: unknown, lines: SourceLines): PoetryProject {
  const poetry = below(data, "tool", "poetry");
  const dependencies = Object.entries(table(below(poetry, "dependencies")));
  const read = dependencies
    .filter(([name]) => name !== "python")
    .map(([name, value]) => dependency(name, value, lines));
  const notes = read.flatMap(({ note }) => note ?? []);
  return {
    name: text(below(poetry, "name")),
    python: poetryVersion(text(below(poetry, "dependencies", "python")) ?? ""),
    requests: [
      { ...EMPTY_REQUEST, asked: read.flatMap(({ asked }) => asked ?? []), indexes: indexes(poetry, lines) },
    ],
    groups: groups(poetry, lines),
    notes,
  };
}

interface Dependency {
  readonly asked?: Asked;
  readonly note?: Note;
}

function dependency(name: string, value: unknown, lines: SourceLines): Dependency {
  const at = lines.find(name);
  const note = (message: string): Dependency => ({ note: { message, at } });
  const version = text(value) ?? text(below(value, "version"));
  const elsewhere = ["git", "path", "url"].map((key) => text(below(value, key))).find(Boolean);
  const isFile = elsewhere !== undefined && below(value, "git") === undefined && isFileName(elsewhere);
  if (isFile && below(value, "optional") !== true) {
    return { asked: { text: requirement(name, value, ` @ ${elsewhere} `).trim(), at } };
  }
  if (elsewhere !== undefined) {
    return note(
      `${shown(name)} from ${shown(elsewhere)}: install a released version, or copy its code with \`files\``,
    );
  }
  if (below(value, "optional") === true) {
    return note(`the optional dependency ${shown(name)}: add it to a phase when the image needs it`);
  }
  const specifier = version === undefined ? undefined : poetryVersion(version);
  if (specifier === undefined) {
    return note(`${shown(name)} in the version ${shown(version ?? "")}, which a requirement can't say`);
  }
  return { asked: { text: requirement(name, value, specifier), at } };
}

function requirement(name: string, value: unknown, specifier: string): string {
  const extras = texts(below(value, "extras"));
  const python = poetryVersion(text(below(value, "python")) ?? "");
  const marks = [
    text(below(value, "markers")),
    ...(python ?? "")
      .split(",")
      .filter(Boolean)
      .map((part) => part.replace(/^([<>=!~]+)(.*)$/, 'python_version $1 "$2"')),
  ].filter(Boolean);
  const marker = marks.length > 0 ? `; ${marks.join(" and ")}` : "";
  return `${name}${extras.length > 0 ? `[${extras.join(",")}]` : ""}${specifier}${marker}`;
}

function groups(poetry: unknown, lines: SourceLines): OptionalGroup[] {
  const named = Object.entries(table(below(poetry, "group"))).map(
    ([name, value]) => [name, below(value, "dependencies")] as const,
  );
  const old = [["dev", below(poetry, "dev-dependencies")] as const];
  return [...named, ...old].flatMap(([name, value]) => {
    const read = Object.entries(table(value)).map(([one, version]) => dependency(one, version, lines));
    const packages = read.flatMap(({ asked }) => asked?.text ?? []);
    const at = lines.find(`[tool.poetry.group.${name}`);
    return packages.length === 0
      ? []
      : [{ title: `the dependency group ${shown(name)}`, name, packages, at }];
  });
}

/** The indexes, each with the dependencies that name it as their source. */
function indexes(poetry: unknown, lines: SourceLines): IndexMention[] {
  return list(below(poetry, "source")).flatMap((source) => {
    const url = text(below(source, "url"));
    const name = text(below(source, "name"));
    if (url === undefined || name === undefined) return [];
    const packages = Object.entries(table(below(poetry, "dependencies")))
      .filter(([, value]) => text(below(value, "source")) === name)
      .map(([dependencyName]) => normaliseName(dependencyName));
    return [{ url, name, packages: packages.length > 0 ? packages : undefined, at: lines.find(url) }];
  });
}
