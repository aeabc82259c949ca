import type { Http, HttpRequest, HttpResponse } from "../../ports/machine.ts";
import { askWithRetries, type Waiting } from "../../ports/waiting.ts";
import { RegistryError } from "../../text/errors.ts";

/** What fetching a file needs of the outside. */
export interface FetchPorts extends Pick<Waiting, "clock"> {
  readonly http: Http;
}

/** Statuses of a host that is busy, restarting, or behind a proxy that lost it for a moment. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Asks again when a host answers that it is busy, or doesn't answer at all; its last answer is returned as it is.
 * @throws RegistryError when no answer came.
 */
export function requestWithRetries(
  { http, clock }: FetchPorts,
  url: string,
  request: HttpRequest,
): Promise<HttpResponse> {
  const passing = { answer: ({ status }: HttpResponse) => PASSING.has(status), error: isPassing };
  return askWithRetries(() => http.request(url, request), passing, { clock, signal: request.signal });
}

const PASSING_CODES: ReadonlySet<unknown> = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ETIMEDOUT",
  "EPIPE",
  "EAI_AGAIN",
]);

/** A certificate or an answer that is too large stays what it is. */
function isPassing(error: Error): boolean {
  return (
    error instanceof RegistryError && PASSING_CODES.has((error.cause as { code?: unknown } | undefined)?.code)
  );
}
