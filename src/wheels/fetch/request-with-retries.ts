import type { Http, HttpRequest, HttpResponse } from "../../ports/machine.ts";
import { gotNoAnswer, isBusyStatus } from "../../ports/no-answer.ts";
import { askWithRetries, type Waiting } from "../../ports/waiting.ts";

/** What fetching a file needs of the outside. */
export interface FetchPorts extends Pick<Waiting, "clock"> {
  readonly http: Http;
}

/**
 * Asks again when a host answers that it is busy, or doesn't answer at all; its last answer is returned as it is.
 * @throws RegistryError when no answer came.
 */
export function requestWithRetries(
  { http, clock }: FetchPorts,
  url: string,
  request: HttpRequest,
): Promise<HttpResponse> {
  const passing = { answer: ({ status }: HttpResponse) => isBusyStatus(status), error: gotNoAnswer };
  return askWithRetries(() => http.request(url, request), passing, { clock, signal: request.signal });
}
