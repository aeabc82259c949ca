import { expect, test } from "vitest";
import { holdsSecret, shown, withoutSecrets } from "../../../src/init/without-secrets.ts";

test.each([
  ["https://ci:hunter2@a.example/x", "https://…@a.example/x"],
  ["https://ci:hun/ter2@a.example/x", "https://…@a.example/x"],
  ["git+https://token@a.example/x.git@v1", "git+https://…@a.example/x.git@v1"],
  ["https://a.example:8080/x.git@v1", "https://a.example:8080/x.git@v1"],
  ["https://a.example/x?signature=abc#egg=x", "https://a.example/x#egg=x"],
  ["export HF_TOKEN=abc && x", "export HF_TOKEN=… && x"],
  ["PASSWORD='a b c' x", "PASSWORD=… x"],
  ['{"api_key": "a b"}', '{"api_key": …}'],
  ["login --token abc --x", "login --token … --x"],
  ["curl -u ci:hunter2 x", "curl -u … x"],
  ["curl -H 'Authorization: Bearer abc.def'", "curl -H 'Authorization: Bearer …'"],
  ["use hf_abcdefghijklmnop now", "use … now"],
])("%s is shown as %s", (text, safe) => {
  expect(withoutSecrets(text)).toBe(safe);
  expect(withoutSecrets(safe)).toBe(safe);
});

test.each([
  "tokenizers>=0.21",
  "--max-tokens 100",
  "sk-learn",
  "python -u /app/secretary.py",
  "https://a.example/whl/cu128",
])("%s holds no secret", (text) => {
  expect(holdsSecret(text)).toBe(false);
});

test("what is shown is short, on one line and in quotation marks", () => {
  expect(shown(`a\n b\u0007${"c".repeat(100)}`)).toBe(`\`a b\\u{7}${"c".repeat(56)}…\``);
});
