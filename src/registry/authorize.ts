import * as z from "zod";
import type { Http, HttpRequest, HttpResponse } from "../ports/machine.ts";
import type { CredentialSource, Credentials } from "../ports/registry.ts";
import { RegistryError } from "../text/errors.ts";
import { readJson } from "../text/read-json.ts";
import { isLoopbackRegistry } from "../text/reference.ts";
import { refusal, type Subject } from "./registry-refusal.ts";
import { unreachable } from "./unreachable.ts";

/** The way to a registry, and the user's logins. */
export interface Access {
  readonly http: Http;
  readonly credentials: CredentialSource;
  /** Ends every question. */
  readonly signal?: AbortSignal | undefined;
}

/** Of an answer: registries need not take larger manifests, and a token is smaller. */
export const MOST_BYTES = 4 * 1024 * 1024;

/** For one of them, however slowly it comes. */
export const LONGEST_MS = 120_000;

interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const TokenAnswer = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/** Gets the Authorization header that a registry's 401 asks for. @throws RegistryError without an accepted login. */
export async function authorize(answer: HttpResponse, subject: Subject, access: Access): Promise<string> {
  const { reference, purpose } = subject;
  const challenge = parseChallenge(answer.headers["www-authenticate"] ?? "");
  const credentials = await access.credentials.find(reference.registry);
  if (challenge?.scheme === "basic") {
    if (!credentials) throw refusal(answer, subject);
    return basic(credentials);
  }
  const realm = challenge?.scheme === "bearer" ? challenge.parameters["realm"] : undefined;
  if (!(challenge && realm && URL.canParse(realm))) throw refusal(answer, subject);
  const url = new URL(realm);
  if (credentials && url.protocol !== "https:" && !isLoopbackRegistry(url.host)) {
    throw new RegistryError(
      `The registry ${reference.registry} wants the login sent unencrypted to ${url.host}.`,
      { remedy: "Its token service must speak HTTPS." },
    );
  }
  const scope = challenge.parameters["scope"] ?? `repository:${reference.repository}:${purpose}`;
  const service = challenge.parameters["service"];
  return await fetchToken({ url, scope, service, credentials }, subject, access);
}

/** Reads `Bearer realm="…",service="…",scope="…"`. */
function parseChallenge(header: string): Challenge | undefined {
  const [, scheme, rest] = /^\s*(\w+)(?:\s+(.*))?$/s.exec(header) ?? [];
  if (scheme === undefined) return undefined;
  const pairs = [...(rest ?? "").matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)];
  const parameters = Object.fromEntries(
    pairs.map(([, name = "", quoted, plain]) => [name.toLowerCase(), quoted ?? plain ?? ""]),
  );
  return { scheme: scheme.toLowerCase(), parameters };
}

interface TokenQuestion {
  readonly url: URL;
  readonly scope: string;
  readonly service: string | undefined;
  readonly credentials: Credentials | undefined;
}

async function fetchToken(question: TokenQuestion, subject: Subject, access: Access): Promise<string> {
  const { http, signal } = access;
  const [url, request] = tokenRequest(question);
  let answer: HttpResponse;
  try {
    answer = await http.request(url, { ...request, signal, maxBytes: MOST_BYTES, longestMs: LONGEST_MS });
  } catch (error) {
    signal?.throwIfAborted();
    const who = `token service of ${subject.reference.registry}`;
    throw unreachable({ who, host: question.url.host, plain: false }, error);
  }
  if (answer.status !== 200) throw refusal(answer, subject);
  const told = readJson(answer.body, TokenAnswer);
  const token = told?.token ?? told?.access_token;
  if (!token) throw refusal(answer, subject);
  return `Bearer ${token}`;
}

function tokenRequest({ url, scope, service, credentials }: TokenQuestion): [string, HttpRequest] {
  const parameters = { ...(service && { service }), scope };
  if (credentials?.identityToken !== undefined) {
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: credentials.identityToken,
      client_id: "surelayer",
      ...parameters,
    });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return [url.href, { method: "POST", headers, body: body.toString() }];
  }
  const target = new URL(url);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.append(name, value);
  return [target.href, { method: "GET", headers: credentials ? { authorization: basic(credentials) } : {} }];
}

function basic({ username = "", password = "" }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
