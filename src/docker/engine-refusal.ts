/** The engine refused a call. This error never leaves the room: engine-error.ts turns it into one of ours. */
export class EngineRefusal extends Error {
  /** HTTP status; undefined for an error within a stream that began with 200. */
  readonly status: number | undefined;

  constructor(text: string, status?: number) {
    super(text);
    this.name = "EngineRefusal";
    this.status = status;
  }
}

/** Reads the refusal from an error of the client library; undefined if the error is no refusal. */
export function refusalOf(error: unknown): EngineRefusal | undefined {
  if (error instanceof EngineRefusal) return error;
  if (!(error instanceof Error && "statusCode" in error && typeof error.statusCode === "number"))
    return undefined;
  // "(HTTP code 404) no such container - No such container: x"
  const text = error.message.replace(/^\(HTTP code \d+\) .*? - /, "").trim();
  return new EngineRefusal(text, error.statusCode);
}

/** Whether the engine has no such object. */
export function isAbsent(error: unknown): boolean {
  return refusalOf(error)?.status === 404;
}
