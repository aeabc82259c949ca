import type { Http } from "../../src/ports/machine.ts";

/** Http by Node's own fetch, for tests against servers on loopback. */
export const fetchHttp: Http = {
  async request(url, { method = "GET", headers = {}, body, signal } = {}) {
    const answer = await fetch(url, {
      method,
      headers: { ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : Uint8Array.from(body) }),
      ...(signal && { signal }),
    });
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: new Uint8Array(await answer.arrayBuffer()),
    };
  },
};
