import { RegistryError } from "../text/errors.ts";

const PASSING_CODES: ReadonlySet<unknown> = new Set([
  ...["ECONNRESET", "ECONNREFUSED", "ETIMEDOUT", "EPIPE", "EHOSTUNREACH", "ENETUNREACH"],
  // A name server that restarts, or a network that is just coming up, knows no name.
  ...["EAI_AGAIN", "ENOTFOUND"],
]);

/** Whether a host gave no answer for a reason that may pass. A certificate or an answer that is too large stays what it is. */
export function gotNoAnswer(error: unknown): error is RegistryError {
  return error instanceof RegistryError && PASSING_CODES.has(causeOf(error)?.code);
}

const BUSY: ReadonlySet<unknown> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Whether a host answered, but that it is busy. */
export function isBusy(error: unknown): error is RegistryError {
  return error instanceof RegistryError && isBusyStatus(causeOf(error)?.status);
}

/** A status of a host that is busy, restarting, or behind a proxy that lost it for a moment. */
export function isBusyStatus(status: unknown): boolean {
  return BUSY.has(status);
}

function causeOf({ cause }: Error): { readonly code?: unknown; readonly status?: unknown } | undefined {
  return typeof cause === "object" && cause !== null ? cause : undefined;
}
