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

  test.each([
    ["percent-encoded twice", encodeURIComponent(encodeURIComponent(SECRET))],
    ["as URL has a password", "p%2F%C3%A4%22s%20w*rd+'77%5Cx"],
    ["in JSON in JSON", JSON.stringify(JSON.stringify(SECRET)).slice(3, -3)],
    ["as Python's repr", "p/ä\"s w*rd+\\'77\\\\x"],
    ["as Python's ascii", "p/\\xe4\"s w*rd+\\'77\\\\x"],
    ["as Python's bytes", "p/\\xc3\\xa4\\\"s w*rd+'77\\\\x"],
    ["in HTML", "p/ä&quot;s w*rd+&#39;77\\x"],
    ["in a shell's quotation marks", "p/ä\"s w*rd+'\\''77\\x"],
    ["in hexadecimal digits", Buffer.from(SECRET).toString("hex")],
  ])("is removed %s, too", (_how, spelling) => {
    expect(withSecret(SECRET)(`before ${spelling} after`)).toBe("before *** after");
  });

  test.each([
    ["in two colours", "hunter\u001b[1m2hunter2"],
    ["with a NUL", "hunter\u00002hunter2"],
    ["with a mark of direction", "hunter\u200e2hunter2"],
    ["with a link's end", "hunter\u001b]8;;\u00072hunter2"],
  ])("is removed where a terminal would show it whole: %s", (_how, spelling) => {
    expect(withSecret("hunter2hunter2")(`before ${spelling} after`)).toBe("before *** after");
  });

  test("is found in text of two bytes a character", () => {
    const redactor = createRedactor();
    redactor.add(["hunter2hunter2"]);
    expect(redactor.areIn(Buffer.from("key=hunter2hunter2", "utf16le").toString())).toBe(true);
    expect(redactor.areIn(Buffer.from("key=hunter3hunter3", "utf16le").toString())).toBe(false);
  });

  test("with special characters that holds another one is removed as a whole", () => {
    expect(withSecret("p@ss", "p@ss@word")("x p%40ss@word y p%40ss")).toBe("x *** y ***");
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
  const redact = withSecret("hunter2hunter2", SECRET, "\\\\'\"");
  const started = performance.now();
  for (const piece of ["://a:", "://", "a:b@", "%2f", "://a:bbbbbbb", "\\", "%25", "&#0"])
    redact(piece.repeat(200_000));
  expect(performance.now() - started).toBeLessThan(2000);
});
