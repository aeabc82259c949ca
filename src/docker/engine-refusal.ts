/** The engine answered, and the answer is no. Never leaves this folder: engine-error.ts turns it into one of ours. */
export class EngineRefusal extends Error {
  /** HTTP status; undefined for errors inside a stream that began with 200. */
  readonly status: number | undefined;

  constructor(text: string, status?: number) {
    super(text);
    this.name = "EngineRefusal";
    this.status = status;
  }
}

/** Reads the refusal out of an error of the client library; undefined when it says something else. */
export function refusalOf(error: unknown): EngineRefusal | undefined {
  if (error instanceof EngineRefusal) return error;
  if (!(error instanceof Error && "statusCode" in error && typeof error.statusCode === "number"))
    return undefined;
  // "(HTTP code 404) no such container - No such container: x"
  const text = error.message.replace(/^\(HTTP code \d+\) .*? - /, "").trim();
  return new EngineRefusal(text, error.statusCode);
}

/** Whether the engine said that the thing asked for isn't there. */
export function isAbsent(error: unknown): boolean {
  return refusalOf(error)?.status === 404;
}
