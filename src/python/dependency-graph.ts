/** Which distributions each phase and each distribution asks for directly. Names are normalised (PEP 503). */
export interface DependencyGraph {
  readonly phases: Readonly<Record<string, readonly string[]>>;
  readonly distributions: Readonly<Record<string, readonly string[]>>;
}

/** A version, or the address that uv was told to take the file from. */
const LINE = /^([A-Za-z0-9._-]+)(?:==| @ )\S+\s+# via (.+)$/;
const GROUP = /\(pyproject\.toml:([^)]+)\)$/;

/**
 * Reads what uv prints with `--annotation-style line`. Each line names a distribution and its parents. The graph is the other
 * way round: it names the children of each parent.
 */
export function parseAnnotations(text: string): DependencyGraph {
  const phases: Record<string, string[]> = {};
  const distributions: Record<string, string[]> = {};
  for (const line of text.split("\n")) {
    const match = LINE.exec(line.trim());
    if (!match?.[1] || !match[2]) continue;
    for (const parent of match[2].split(", ")) {
      const phase = GROUP.exec(parent)?.[1];
      const [owner, key] = phase === undefined ? [distributions, parent] : [phases, phase];
      owner[key] = [...(owner[key] ?? []), match[1]];
    }
  }
  return { phases, distributions };
}

/** Everything that a phase needs, directly or not, sorted. */
export function closureOf(graph: DependencyGraph, phase: string): readonly string[] {
  const reached = new Set<string>();
  const waiting = [...(graph.phases[phase] ?? [])];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...(graph.distributions[name] ?? []));
  }
  return [...reached].sort();
}
