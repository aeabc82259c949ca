import type { Ports } from "../../ports/ports.ts";

/** The ports that the quickstart uses. */
export type QuickstartPorts = Pick<
  Ports,
  "assets" | "clock" | "engine" | "files" | "http" | "log" | "processes" | "signal"
>;

/** Facts about the user and the machine that decide what the quickstart may install and start. */
export interface QuickstartSettings {
  /** Folder for logs, pid files, the registry's data and quickstart.json. */
  readonly stateFolder: string;
  readonly isRoot: boolean;
  /** The user named an engine (DOCKER_HOST or a context), so the quickstart must not start another. */
  readonly engineIsNamed: boolean;
}
