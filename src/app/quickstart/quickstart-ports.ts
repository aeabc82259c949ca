import type { Ports } from "../../ports/ports.ts";

/** What provisioning sees of the outside. */
export type QuickstartPorts = Pick<
  Ports,
  "assets" | "clock" | "engine" | "files" | "http" | "log" | "processes" | "signal"
>;

/** Facts about this user and machine that decide what may be provisioned. */
export interface QuickstartSettings {
  /** Folder for logs, pid files, the registry's data, and what is remembered between runs. */
  readonly stateFolder: string;
  readonly isRoot: boolean;
  /** The user named an engine (DOCKER_HOST or a context): another one must not be started in its place. */
  readonly engineIsNamed: boolean;
}
