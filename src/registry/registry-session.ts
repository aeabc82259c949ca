import type { HttpResponse } from "../ports/machine.ts";
import { isLoopbackRegistry, registryAddress } from "../text/reference.ts";
import { type Access, authorize, LONGEST_MS, MOST_BYTES } from "./authorize.ts";
import type { Subject } from "./registry-refusal.ts";
import { unreachable } from "./unreachable.ts";

interface Question {
  readonly method: "GET" | "HEAD" | "POST" | "DELETE";
  /** Beneath the repository, or a whole address that the registry named. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Session {
  /** Asks, and asks again with a login if the registry wants one. @throws RegistryError where no answer comes. */
  request(question: Question): Promise<HttpResponse>;
}

/** Questions about one repository. */
export function openSession(subject: Subject, access: Access): Session {
  const { registry, repository } = subject.reference;
  const base = `${registryAddress(registry)}${repository}/`;
  let authorization: string | undefined;
  const send = async ({ method, target, headers }: Question): Promise<HttpResponse> => {
    const url = new URL(target, base);
    // A login is for the registry alone, wherever it sends us.
    const login = url.origin === new URL(base).origin && authorization ? { authorization } : {};
    try {
      const limits = { signal: access.signal, maxBytes: MOST_BYTES, longestMs: LONGEST_MS };
      return await access.http.request(url.href, { method, headers: { ...headers, ...login }, ...limits });
    } catch (error) {
      access.signal?.throwIfAborted();
      const who = `registry ${registry}`;
      throw unreachable({ who, host: registry, plain: isLoopbackRegistry(registry) }, error);
    }
  };
  const sendWithLogin = async (question: Question): Promise<HttpResponse> => {
    const answer = await send(question);
    if (answer.status !== 401 || authorization !== undefined) return answer;
    authorization = await authorize(answer, subject, access);
    return await send(question);
  };
  return {
    async request(question) {
      const answer = await sendWithLogin(question);
      if (answer.status !== 403 || question.method !== "HEAD") return answer;
      return (await askByGet(question, sendWithLogin)) ?? answer;
    },
  };
}

/**
 * A refused HEAD has no body, and only the body tells a login from a limit of requests. Some storages behind registries refuse
 * HEAD alone.
 */
async function askByGet(
  { target, headers }: Question,
  send: (question: Question) => Promise<HttpResponse>,
): Promise<HttpResponse | undefined> {
  const question = { method: "GET", target, headers: { ...headers, range: "bytes=0-0" } } as const;
  return await send(question).catch(() => undefined);
}
