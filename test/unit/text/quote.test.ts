import { expect, test } from "vitest";
import { quote } from "../../../src/text/quote.ts";

test.each([
  ["torch", "`torch`"],
  ["a\nb\u001b[31m", "`a\\u{a}b\\u{1b}[31m`"],
  ["a\u202eb", "`a\\u{202e}b`"],
  ["x".repeat(61), `\`${"x".repeat(60)}…\``],
  ["😀".repeat(60), `\`${"😀".repeat(60)}\``],
  ["https://user:secret@index.example", "`https://…@index.example`"],
])("%j is shown as %s", (text, shown) => {
  expect(quote(text)).toBe(shown);
});
