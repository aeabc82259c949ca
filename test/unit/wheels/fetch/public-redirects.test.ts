import { describe, expect, test } from "vitest";
import type { HttpRequest } from "../../../../src/ports/machine.ts";
import { RegistryError } from "../../../../src/text/errors.ts";
import { requireStraight, withPublicRedirects } from "../../../../src/wheels/fetch/public-redirects.ts";

const OUTSIDE = "https://files.example/a.whl";
const TRUSTED = new Set(["mirror.example"]);

/** Why a request to `from` doesn't follow a redirect to `to`. */
async function fault(from: string, to: string, allowPrivate = false) {
  let asked: HttpRequest = {};
  const http = {
    request: async (_: string, request: HttpRequest = {}) => {
      asked = request;
      return { status: 200, headers: {}, body: new Uint8Array() };
    },
  };
  await withPublicRedirects(http, { allowPrivate, trusted: TRUSTED }).request(from, { method: "HEAD" });
  expect(asked.method).toBe("HEAD");
  return asked.redirectFault?.(new URL(from), new URL(to));
}

describe("a redirect into the machine or its network", () => {
  test.each([
    "https://127.0.0.1/a.whl",
    "https://localhost/a.whl",
    "https://10.1.2.3/a.whl",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/a.whl",
    "https://[::ffff:10.0.0.1]/a.whl",
    "https://0x7f000001/a.whl",
    "https://build-server/a.whl",
    "https://files.internal/a.whl",
  ])("to %s is refused from outside", async (to) => {
    expect(await fault(OUTSIDE, to)).toEqual({
      why: "lies inside the machine or its network",
      remedy: expect.stringContaining("--allow-private-index"),
    });
  });

  test.each([
    ["from outside to outside", OUTSIDE, "https://objects.example/signed?x=1", false],
    ["from inside to inside", "https://10.0.0.1/a.whl", "https://10.0.0.2/a.whl", false],
    [
      "from what the machine itself is configured for",
      "https://mirror.example/a",
      "https://10.0.0.2/a",
      false,
    ],
    ["where that is allowed", OUTSIDE, "https://10.0.0.2/a.whl", true],
  ])("%s is followed", async (_, from, to, allowPrivate) => {
    expect(await fault(from, to, allowPrivate)).toBeUndefined();
  });
});

describe("before a plan that was made earlier is built", () => {
  const answering = (error: Error) => ({ request: () => Promise.reject(error) });
  const { signal } = new AbortController();

  test("an address that now leads inside ends it", async () => {
    const refused = new RegistryError("inside", { cause: { code: "REDIRECT_REFUSED" } });

    await expect(requireStraight([OUTSIDE], answering(refused), signal)).rejects.toBe(refused);
  });

  test("a host that gives no answer doesn't: its file may be in a layer already", async () => {
    const silent = new RegistryError("no answer", { cause: { code: "ECONNREFUSED" } });

    await expect(requireStraight([OUTSIDE], answering(silent), signal)).resolves.toBeUndefined();
  });
});
