/** Commands that the Action takes, too. */
export const COMMANDS = ["quickstart", "validate", "plan", "build"] as const;
export type CommandName = (typeof COMMANDS)[number];

/** The flags of a command line, as commander names them. */
export interface Flags {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly tag?: readonly string[];
  readonly push?: boolean;
  readonly verify?: boolean;
  readonly base?: string;
  readonly out?: string;
  readonly from?: string;
  readonly context?: string;
  readonly force?: boolean;
  readonly output?: string;
  readonly writeLock?: string;
  readonly allowPrivateIndex?: boolean;
  readonly refresh?: boolean;
  readonly plan?: string;
  readonly planDigest?: string;
}
