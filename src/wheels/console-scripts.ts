/** A console or GUI script of a wheel's entry_points.txt: `name = module:imported.rest`. */
export interface Script {
  readonly name: string;
  readonly module: string;
  /** What the script imports from the module: the first part of the object's path. */
  readonly imported: string;
  /** What it calls. */
  readonly called: string;
}

const ENTRY = /^([^=\s#;][^=]*?)\s*=\s*([\w.]+)\s*:\s*([\w.]+)/;

/** Scripts that an installer writes (entry points specification of the PyPA). */
export function scriptsOf(entryPoints: string): readonly Script[] {
  const scripts = new Map<string, Script>();
  let section = "";
  for (const raw of entryPoints.split(/\r?\n/)) {
    const line = raw.trim();
    const header = /^\[(.+)\]$/.exec(line)?.[1];
    if (header !== undefined) section = header.trim();
    if (section !== "console_scripts" && section !== "gui_scripts") continue;
    const [, name, module, called] = ENTRY.exec(line) ?? [];
    if (name && module && called) {
      scripts.set(name, { name, module, imported: called.split(".")[0] ?? called, called });
    }
  }
  return [...scripts.values()];
}
