import * as z from "zod";
import type { HttpResponse } from "../ports/machine.ts";
import { RegistryError } from "../text/errors.ts";
import { readJson } from "../text/read-json.ts";
import { formatName, type ImageReference } from "../text/reference.ts";

const ErrorBody = z.object({
  errors: z.array(z.object({ code: z.string().optional(), message: z.string().optional() })),
});

/** What a session may do in its repository, in the words of a token's scope. */
export type Purpose = "pull" | "pull,push";

/** What a registry was asked for. */
export interface Subject {
  readonly reference: ImageReference;
  readonly purpose: Purpose;
}

/** Error for an unwanted answer of a registry or its token service. */
export function refusal(answer: HttpResponse, { reference, purpose }: Subject): RegistryError {
  const { registry } = reference;
  const evidence = evidenceOf(answer);
  if (answer.status === 429 || isAboutPace(answer)) {
    return new RegistryError(`The registry ${registry} limits the rate of requests.`, {
      evidence,
      remedy: `Wait and run again, or raise the limit with \`docker login ${registry}\`.`,
    });
  }
  if (answer.status === 401 || answer.status === 403) {
    const wanted = purpose === "pull" ? "read" : "push to";
    return new RegistryError(
      `The registry ${registry} does not let this user ${wanted} ${formatName(reference)}.`,
      {
        evidence,
        remedy: `Check the name, and log in with \`docker login ${registry}\`.`,
      },
    );
  }
  return new RegistryError(`The registry ${registry} fails to answer for ${formatName(reference)}.`, {
    evidence,
    remedy:
      answer.status >= 500
        ? "The trouble is on its side: run again later."
        : "Check that this is a registry's address.",
  });
}

/** Some registries refuse too many requests as they refuse a wrong login. */
function isAboutPace(answer: HttpResponse): boolean {
  if (answer.status !== 403) return false;
  return answer.headers["retry-after"] !== undefined || paceWords(answer.body) !== undefined;
}

function paceWords(body: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(body.subarray(0, MOST_READ));
  return /[^<>{}"]{0,200}\brate limit[^<>{}"]{0,200}/i.exec(text)?.[0].trim();
}

/** Of a body, in search of a reason. */
const MOST_READ = 16 * 1024;
const MOST_HEADER = 100;

/** What the registry said, in a line. */
export function evidenceOf({ status, headers, body }: HttpResponse): string {
  const said = [`HTTP ${status}`, spokenReason(body)].filter(Boolean).join(": ");
  const after = headers["retry-after"];
  return after === undefined ? said : `${said}; Retry-After: ${after.slice(0, MOST_HEADER)}`;
}

function spokenReason(body: Uint8Array): string | undefined {
  // Proxies answer HTML, of which only the status is of use.
  const told = readJson(body, ErrorBody);
  if (told === undefined) return paceWords(body);
  return told?.errors.map(({ code, message }) => [code, message].filter(Boolean).join(" ")).join("; ");
}
