import type { HttpResponse } from "../ports/machine.ts";
import { messageOf, RegistryError } from "../text/errors.ts";
import { DEFAULT_REGISTRY, isLoopbackRegistry } from "../text/reference.ts";
import { type Access, authorize } from "./authorize.ts";
import type { Subject } from "./registry-refusal.ts";

/** Host of the API of Docker's default registry. */
const DEFAULT_REGISTRY_HOST = "registry-1.docker.io";

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
  const host = registry === DEFAULT_REGISTRY ? DEFAULT_REGISTRY_HOST : registry;
  const base = `${isLoopbackRegistry(registry) ? "http" : "https"}://${host}/v2/${repository}/`;
  let authorization: string | undefined;
  const send = async ({ method, target, headers }: Question): Promise<HttpResponse> => {
    const url = new URL(target, base);
    // A login is for the registry alone, wherever it sends us.
    const login = url.origin === new URL(base).origin && authorization ? { authorization } : {};
    try {
      return await access.http.request(url.href, { method, headers: { ...headers, ...login } });
    } catch (error) {
      throw unreachable(registry, error);
    }
  };
  return {
    async request(question) {
      const answer = await send(question);
      if (answer.status !== 401 || authorization !== undefined) return answer;
      authorization = await authorize(answer, subject, access);
      return await send(question);
    },
  };
}

function unreachable(registry: string, cause: unknown): RegistryError {
  return new RegistryError(`The registry ${registry} does not answer.`, {
    evidence: messageOf(cause),
    remedy: isLoopbackRegistry(registry)
      ? "Start it, and check its port. On loopback it is asked by plain HTTP, from this machine."
      : "Check its name and port and this machine's network and proxy. It must speak HTTPS: plain HTTP is for loopback only.",
    cause,
  });
}
