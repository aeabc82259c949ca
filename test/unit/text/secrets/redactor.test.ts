import { describe, expect, test } from "vitest";
import { createRedactor, redactedJson } from "../../../../src/text/secrets/redactor.ts";

const SECRET = "p/ä\"s w*rd+'77\\x";

function withSecret(...secrets: readonly string[]) {
  const redactor = createRedactor();
  redactor.add(secrets);
  return redactor.redact;
}

/** The parts of a text that are 5 characters long or more, and stand in the secret's encoding, too. */
function leftOf(encoded: string, text: string): readonly string[] {
  const parts = Array.from({ length: encoded.length - 4 }, (_, at) => encoded.slice(at, at + 5));
  return parts.filter((part) => text.includes(part));
}

describe("a secret", () => {
  test.each([
    ["as it is", SECRET],
    ["in an address", encodeURIComponent(SECRET)],
    ["in an address with lower-case digits", encodeURIComponent(SECRET).toLowerCase()],
    ["as Python quotes it", "p%2F%C3%A4%22s%20w%2Ard%2B%2777%5Cx"],
    ["as a form sends it", "p%2F%C3%A4%22s+w%2Ard%2B%2777%5Cx"],
    ["in JSON", JSON.stringify(SECRET).slice(1, -1)],
    ["in JSON of ASCII", JSON.stringify(SECRET).slice(1, -1).replace("ä", "\\u00e4")],
  ])("is removed %s", (_how, spelling) => {
    expect(withSecret(SECRET)(`before ${spelling} after`)).toBe("before *** after");
  });

  test.each(["", "a", "ab", "abc", "user:"])("is removed in base64 behind %j", (before) => {
    for (const alphabet of ["base64", "base64url"] as const) {
      for (const after of ["", "z", "zz", "\n"]) {
        const encoded = Buffer.from(before + SECRET + after).toString(alphabet);
        const text = withSecret(SECRET)(`Basic ${encoded}`);
        expect(text).toContain("***");
        expect(leftOf(Buffer.from(SECRET).toString(alphabet), text)).toEqual([]);
      }
    }
  });

  test("of several lines is removed line by line, as a key is printed", () => {
    const key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nAQEFAASCBKcwggSjAgEAAoIB\n}\n";
    const redact = withSecret(JSON.stringify({ key }));

    expect(redact("line MIIEvQIBADANBgkqhkiG9w0B\n}")).toBe("line ***\n}");
  });

  test("that holds another one is removed as a whole", () => {
    expect(withSecret("hunter2", "hunter2hunter2")("x hunter2hunter2 y hunter2")).toBe("x *** y ***");
  });

  test("of fewer than four characters stays: ordinary words hold it", () => {
    expect(withSecret("abc")("abcdef")).toBe("abcdef");
  });

  test("that nobody told us of is removed in an address", () => {
    const redact = withSecret();

    expect(redact("from https://someone:s3cret@index.example:8080/simple/")).toBe(
      "from https://someone:***@index.example:8080/simple/",
    );
    expect(redact("git+ssh://git@git.example:22/a@b and http://index.example:5000/x@sha256:1")).toBe(
      "git+ssh://git@git.example:22/a@b and http://index.example:5000/x@sha256:1",
    );
  });
});

describe("JSON for a file", () => {
  test("keeps its shape: names of members stay", () => {
    const redact = withSecret("message", 'quote"d');

    expect(JSON.parse(redactedJson({ message: 'a message of quote"d', n: 1 }, redact))).toEqual({
      message: "a *** of ***",
      n: 1,
    });
  });
});

test("hostile text takes no more than linear time", () => {
  const redact = withSecret("hunter2hunter2");
  const started = performance.now();
  for (const piece of ["://a:", "://", "a:b@", "%2f", "://a:bbbbbbb"]) redact(piece.repeat(200_000));
  expect(performance.now() - started).toBeLessThan(2000);
});
