import type { Readable } from "node:stream";
import type { SourceLocation } from "../text/errors.ts";

/** Says what one piece of work is doing just now, e.g. `128 MB of 512 MB`. */
export type Report = (status: string) => void;

/** Where people read what happens. Foreign text must pass `neutralise` (host/foreign-text.ts) inside the adapters. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string, location?: SourceLocation): void;
  error(message: string, location?: SourceLocation): void;
  /** Runs one stage; its lines belong together. */
  group<T>(title: string, body: () => Promise<T>): Promise<T>;
  /** Runs one piece of work and shows its latest status and elapsed time while it takes longer than a second. */
  task<T>(title: string, body: (report: Report) => Promise<T>): Promise<T>;
}

export interface Clock {
  /** Wall clock. */
  now(): Date;
  /** Monotonic milliseconds, for durations. */
  monotonic(): number;
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
  readonly method?: "GET" | "HEAD" | "PUT" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal | undefined;
  /** Silence after which the request fails; default 30 s. */
  readonly timeoutMs?: number;
  /** An answer with more bytes fails, e.g. a whole wheel where a range of it was asked for; default: no bound. */
  readonly maxBytes?: number;
  /** Why a redirect isn't followed, undefined follows it. The error's cause then has the code `REDIRECT_REFUSED`. */
  readonly redirectFault?: (from: URL, to: URL) => RedirectFault | undefined;
}

/** What is wrong with where a redirect leads, and what to do. */
export interface RedirectFault {
  /** Goes on from `… redirects to …, which `. */
  readonly why: string;
  readonly remedy: string;
}

export interface HttpResponse {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** HTTP with the machine's proxy and CA settings; follows redirects; throws only when no answer came. */
export interface Http {
  request(url: string, request?: HttpRequest): Promise<HttpResponse>;
}

/** Bytes of a file system, for a program that may not use root's reserve: what isn't free is in use, as `df` counts. */
export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Content that is read piece by piece, as often as it is wanted. */
export interface LargeContent {
  readonly bytes: number;
  stream(): Readable;
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
  /** Names in a folder; none where there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  /** Where a path really leads, links followed. @throws with `code: "ENOENT"` and the like. */
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
  /** Lends a new folder that only this user can read, and removes it with all in it whatever comes of `body`. */
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
  /** The only variables of this machine's environment that the program gets; all of them by default. */
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
  /** One short question to a program, whose answer is awaited: nvidia-smi, credential helpers. @throws as `run` does. */
  ask(command: string, args: readonly string[], input?: string): Promise<ProcessResult>;
  which(command: string): Promise<string | undefined>;
  /** Starts a program that outlives this one, its output appended to a file, and answers its process id. */
  spawnDetached(
    command: string,
    args: readonly string[],
    options: { readonly logFile: string },
  ): Promise<number>;
}

/** Small files that make the next run quicker; losing them loses nothing else. */
export interface Cache {
  read(key: string): Promise<Uint8Array | undefined>;
  write(key: string, content: Uint8Array): Promise<void>;
  /** An entry that is too large for the memory; undefined where it is absent. */
  open(key: string): Promise<LargeContent | undefined>;
}
