import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLineSplitter, neutralise } from "../../../src/text/foreign-text.ts";
import { threadMilliseconds } from "../../support/thread-time.ts";

/** Lines as the runner's .NET reader cuts them, then its two command parsers, version 2 first. */
function commandsOf(output: string): readonly string[] {
  return output.split(/\r\n|\r|\n/u).flatMap((line) => {
    const trimmed = line.replace(/^[\s\u0085]+/u, "");
    const second = trimmed.startsWith("::") && trimmed.indexOf("::", 2) >= 0;
    const first = line.indexOf("##[");
    return second || (first >= 0 && line.indexOf("]", first) >= 0) ? [line] : [];
  });
}

const ATTACKS = [
  "::stop-commands::x",
  "::add-mask::e",
  "  ::set-output name=a::b",
  "\t \u00a0::error::x",
  "\u2003::error::x",
  "\u0085::error::x",
  "\u000b\u000c::error::x",
  "foo ##[add-mask]bar",
  "###[add-mask]bar",
  "##[##[add-mask]]bar",
  "\r::error::",
  "done\r  ::save-state name=x::y",
  "progress\r\r\n::debug::x",
  "\u001b[31m::error::x",
  ":\u001b[0m:error::x",
  "#\u001b[0m#[error]x",
  ":\u0000:error::x",
  "#\u0000#[error]x",
  ":\u202e:error::x",
  ":::error::x",
  "::::",
  "\u001b]0;title\u0007::error::x",
  "\u001b]8;;::error::x\u001b\\link",
  "\ufeff::error::x",
  "::error file=a,line=1::x",
];

describe("neutralise", () => {
  it.each(ATTACKS)("leaves the runner no command in %j", (attack) => {
    expect(commandsOf(neutralise(attack))).toEqual([]);
  });

  it("leaves no command in any mixture of the dangerous parts", () => {
    const parts = [
      "::",
      ":",
      "##[",
      "#",
      "[",
      "]",
      "\r",
      "\n",
      " ",
      "\t",
      "\u0000",
      "\u001b[0m",
      "\u001b",
      "add-mask",
      "\u202e",
    ];
    const text = fc.array(fc.constantFrom(...parts), { maxLength: 30 }).map((list) => list.join(""));
    fc.assert(
      fc.property(text, (attack) => {
        const safe = neutralise(attack);
        expect(commandsOf(safe)).toEqual([]);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be gone
        expect(safe).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/u);
      }),
      { numRuns: 2000 },
    );
  });

  it("changes nothing of ordinary text", () => {
    const text = "Collecting torch==2.8.0+cu128\n  a::b c:: std::vector [1/2] # note\ttab — ünïcödé 漢字 🎉";
    expect(neutralise(text)).toBe(text);
  });

  it("is quick on hostile long lines", () => {
    for (const unit of ["\u001b", "\u001b[", "##[", "::", " ", "\u001b]8;;"]) {
      const start = threadMilliseconds();
      neutralise(unit.repeat(1_000_000 / unit.length));
      expect(threadMilliseconds() - start, JSON.stringify(unit)).toBeLessThan(1500);
    }
  });
});

function split(chunks: readonly Uint8Array[], maxLineBytes?: number): readonly string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter({
    onLine: (line) => lines.push(line),
    ...(maxLineBytes !== undefined && { maxLineBytes }),
  });
  for (const chunk of chunks) splitter.write(chunk);
  splitter.end();
  return lines;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("createLineSplitter", () => {
  it.each([
    ["a\nb\n", ["a", "b"]],
    ["a\r\nb", ["a", "b"]],
    ["10%\r20%\r100%\n", ["10%", "20%", "100%"]],
    ["a\n\nb", ["a", "", "b"]],
    ["", []],
    ["\n", [""]],
  ])("cuts %j", (text, lines) => {
    expect(split([bytes(text)])).toEqual(lines);
  });

  it("gives the same lines wherever the chunks are cut", () => {
    const text = fc.array(fc.constantFrom("a", "é", "🎉", "\r", "\n", "\r\n", "::error::x"), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(text, fc.infiniteStream(fc.integer({ min: 0, max: 4 })), (parts, sizes) => {
        const all = bytes(parts.join(""));
        const chunks: Uint8Array[] = [];
        for (let start = 0; start < all.length; ) {
          const size = sizes.next().value ?? 1;
          chunks.push(all.subarray(start, start + size));
          start += size;
        }
        expect(split(chunks)).toEqual(split([all]));
      }),
    );
  });

  it("keeps a command visible as one line although it came in pieces, so that it can be neutralised", () => {
    const lines = split(["  :", ":set-out", "put name=a:", ":b\n"].map(bytes));
    expect(lines).toEqual(["  ::set-output name=a::b"]);
    expect(commandsOf(lines.map(neutralise).join("\n"))).toEqual([]);
  });

  it("holds a bounded part of a 10 MB line and says what it left out", () => {
    const chunk = new Uint8Array(64 * 1024).fill(97);
    const before = process.memoryUsage().arrayBuffers;
    const lines: string[] = [];
    const splitter = createLineSplitter({ maxLineBytes: 1000, onLine: (line) => lines.push(line) });
    for (let count = 0; count < 160; count++) splitter.write(chunk);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5_000_000);
    splitter.write(bytes("\nnext\n"));
    splitter.end();
    expect(lines).toEqual([`${"a".repeat(1000)} … (10484760 bytes left out)`, "next"]);
  });

  it("drops a character that the bound cuts through, and shows invalid UTF-8 as such", () => {
    expect(split([bytes("aé\n")], 2)).toEqual(["a … (1 bytes left out)"]);
    expect(split([Uint8Array.of(97, 0xff, 98, 10)])).toEqual(["a\ufffdb"]);
  });

  it("survives a stream that uses its memory again", () => {
    const lines: string[] = [];
    const splitter = createLineSplitter({ onLine: (line) => lines.push(line) });
    const memory = bytes("abc");
    splitter.write(memory);
    memory.fill(120);
    splitter.end();
    expect(lines).toEqual(["abc"]);
  });
});
