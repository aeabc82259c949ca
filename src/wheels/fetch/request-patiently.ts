import pRetry from "p-retry";
import type { Http, HttpRequest, HttpResponse } from "../../ports/machine.ts";
import { RegistryError } from "../../text/errors.ts";

/** Statuses of a host that is busy, restarting, or behind a proxy that lost it for a moment. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** About 3 s of waiting in all: a plan bridges a hiccup; outages are for the installer to bridge. */
const RETRIES = { retries: 3, minTimeout: 300, factor: 2, maxTimeout: 3000, randomize: true } as const;

/** Carries an answer that is worth another try through p-retry. */
class PassingAnswer extends Error {
  readonly response: HttpResponse;

  constructor(response: HttpResponse) {
    super(`status ${response.status}`);
    this.response = response;
  }
}

/**
 * Asks again when a host answers that it is busy, or doesn't answer at all; its last answer is returned as it is.
 * @throws RegistryError when no answer came.
 */
export async function requestPatiently(http: Http, url: string, request: HttpRequest): Promise<HttpResponse> {
  const once = async () => {
    const response = await http.request(url, request);
    if (PASSING.has(response.status)) throw new PassingAnswer(response);
    return response;
  };
  try {
    return await pRetry(once, {
      ...RETRIES,
      ...(request.signal && { signal: request.signal }),
      shouldRetry: ({ error }) =>
        error instanceof PassingAnswer || (error instanceof RegistryError && isPassing(error)),
    });
  } catch (error) {
    if (error instanceof PassingAnswer) return error.response;
    throw error;
  }
}

const PASSING_CODES: ReadonlySet<unknown> = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ETIMEDOUT",
  "EPIPE",
  "EAI_AGAIN",
]);

/** A certificate or an answer that is too large stays what it is. */
function isPassing(error: RegistryError): boolean {
  return PASSING_CODES.has((error.cause as { code?: unknown } | undefined)?.code);
}
