import type { Logger } from "../../src/ports/machine.ts";
import type { SourceLocation } from "../../src/text/errors.ts";

export interface LoggedLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly location?: SourceLocation | undefined;
}

/** Keeps what was said, and which pieces of work ran. */
export class RecordingLogger implements Logger {
  readonly lines: LoggedLine[] = [];
  readonly tasks: string[] = [];
  readonly statuses: string[] = [];

  debug(message: string): void {
    this.lines.push({ level: "debug", message });
  }

  info(message: string): void {
    this.lines.push({ level: "info", message });
  }

  warn(message: string, location?: SourceLocation): void {
    this.lines.push({ level: "warn", message, location });
  }

  error(message: string, location?: SourceLocation): void {
    this.lines.push({ level: "error", message, location });
  }

  async group<T>(_title: string, body: () => Promise<T>): Promise<T> {
    return await body();
  }

  async task<T>(title: string, body: (report: (status: string) => void) => Promise<T>): Promise<T> {
    this.tasks.push(title);
    return await body((status) => this.statuses.push(status));
  }

  /** Messages of one level. */
  said(level: LoggedLine["level"]): readonly string[] {
    return this.lines.filter((line) => line.level === level).map((line) => line.message);
  }
}
