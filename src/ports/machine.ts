import type { Readable } from "node:stream";
import type { SourceLocation } from "../text/errors.ts";

/** Reports the current status of one piece of work, e.g. `128 MB of 512 MB`. */
export type StatusReporter = (status: string) => void;

/** The log for people. The adapters pass foreign text through `neutralise` (text/foreign-text.ts). */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string, location?: SourceLocation): void;
  error(message: string, location?: SourceLocation): void;
  /** Runs one stage, whose lines belong together. */
  group<T>(title: string, body: () => Promise<T>): Promise<T>;
  /** Runs one piece of work. After a second, shows its latest status and the elapsed time. */
  task<T>(title: string, body: (report: StatusReporter) => Promise<T>): Promise<T>;
}

export interface Clock {
  /** Wall clock. */
  now(): Date;
  /** Monotonic milliseconds, for durations. */
  monotonic(): number;
  /** From 0 to 1, a new one each time: waits of many machines must not end together. */
  jitter(): number;
  /**
   * A `background` wait doesn't keep the process alive.
   * @throws the signal's reason as soon as it is aborted.
   */
  sleep(
    milliseconds: number,
    signal?: AbortSignal,
    options?: { readonly background?: boolean },
  ): Promise<void>;
}

export interface HttpRequest {
  readonly method?: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal | undefined;
  /** The request fails after this long without a byte; default 30 s. */
  readonly timeoutMs?: number;
  /** It fails after this long in all, even if bytes come; default: no bound. */
  readonly longestMs?: number;
  /** A longer answer fails, e.g. a whole wheel instead of a range; default: no bound. */
  readonly maxBytes?: number;
  /** Refuses a redirect by naming a fault; undefined follows it. The error's cause then has the code `REDIRECT_REFUSED`. */
  readonly redirectFault?: (from: URL, to: URL) => RedirectFault | undefined;
}

/** The fault of a redirect's target, and the remedy. */
export interface RedirectFault {
  /** Continues the sentence `… redirects to …, which `. */
  readonly why: string;
  readonly remedy: string;
}

export interface HttpResponse {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** HTTP with the machine's proxy and CA settings. Follows redirects; throws only if no answer came. */
export interface Http {
  request(url: string, request?: HttpRequest): Promise<HttpResponse>;
}

/** Bytes of a file system without root's reserve, as `df` counts: every byte is either free or in use. */
export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Content that can be read several times, piece by piece. */
export interface LargeContent {
  readonly bytes: number;
  stream(): Readable;
}

/** What became of the process that owns something; `unknown` where that can't be told from here. */
export type OwnerVerdict = "alive" | "dead" | "unknown";

/** Another process holds a file. */
export class HeldError extends Error {
  /** Begins with host and process id: `host/pid/…`. */
  readonly holder: string;

  constructor(path: string, holder: string) {
    super(`${path} is held by ${holder}`);
    this.holder = holder;
  }
}

export interface Files {
  /** @throws with `code: "ENOENT"` and the like, as node:fs does. */
  readText(path: string): Promise<string>;
  read(path: string): Promise<Uint8Array>;
  open(path: string): Promise<LargeContent>;
  /** Writes through a temporary file and a rename, so that a reader never sees half a file. */
  write(
    path: string,
    content: string | Uint8Array,
    options?: { readonly executable?: boolean },
  ): Promise<void>;
  append(path: string, content: string | Uint8Array): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** Whether a file is there, and no folder. */
  isFile(path: string): Promise<boolean>;
  /** Names in a folder; none if the folder doesn't exist. */
  list(path: string): Promise<readonly string[]>;
  /** The path with all links followed. @throws with `code: "ENOENT"` and the like. */
  realPath(path: string): Promise<string>;
  /** Some bytes of a file, from `start` to before `end`; fewer where it ends sooner. */
  readPart(path: string, start: number, end: number): Promise<Uint8Array>;
  /**
   * A tar archive of a file or folder of this machine, its entries placed under `target` and owned by root.
   * @param time of all entries; the beginning of 1980 unless told.
   */
  tar(source: string, target: string, time?: Date): Promise<Readable>;
  /** Of the file system that holds `path`. */
  diskSpace(path: string): Promise<DiskSpace>;
  /**
   * Runs `body` while a file at `path` names this process as the holder. A file that a process left behind counts for nothing.
   * @throws HeldError where a living process holds it.
   */
  hold<T>(path: string, body: () => Promise<T>): Promise<T>;
  /** Runs `body` with a new folder that only this user can read, and removes the folder afterwards in any case. */
  withFolder<T>(body: (path: string) => Promise<T>): Promise<T>;
}

export interface ProcessResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  readonly input?: string;
  /** Added to this machine's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Variables of this machine's environment that the program gets; all by default. */
  readonly inherit?: readonly string[];
  readonly cwd?: string;
  readonly signal?: AbortSignal | undefined;
  /** Lines of both streams as they come; foreign text, not yet neutralised. */
  readonly onLine?: (line: string) => void;
}

/** Runs programs of this machine by argv; never through a shell. */
export interface Processes {
  /** @throws when the program can't be started. */
  run(command: string, args: readonly string[], options?: ProcessOptions): Promise<ProcessResult>;
  /** Asks a program such as nvidia-smi or a credential helper one short question. @throws as `run` does. */
  ask(command: string, args: readonly string[], input?: string): Promise<ProcessResult>;
  which(command: string): Promise<string | undefined>;
  /** Starts a program that outlives this one, and appends its output to a file. @returns its process id. */
  spawnDetached(
    command: string,
    args: readonly string[],
    options: { readonly logFile: string },
  ): Promise<number>;
}

/** Small files that only make the next run quicker: a run without them gives the same result. */
export interface Cache {
  read(key: string): Promise<Uint8Array | undefined>;
  write(key: string, content: Uint8Array): Promise<void>;
  /** Opens an entry that is too large for the memory; undefined if it is absent. */
  open(key: string): Promise<LargeContent | undefined>;
}
