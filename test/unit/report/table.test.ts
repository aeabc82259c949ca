import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Column, escapeMarkdown, markdownTable, terminalTable } from "../../../src/report/table.ts";

const COLUMNS: readonly Column[] = [
  { title: "phase", align: "left" },
  { title: "bytes", align: "right" },
];

describe("a table on a terminal", () => {
  test("lines its columns up, and leaves no blanks at line ends", () => {
    const table = terminalTable({
      columns: COLUMNS,
      rows: [
        ["speech", "1 B"],
        ["w", "100 MB"],
      ],
    });

    expect(table).toBe("phase    bytes\nspeech     1 B\nw       100 MB");
  });

  test("takes a row that lacks a cell", () => {
    expect(terminalTable({ columns: COLUMNS, rows: [["a"]] })).toBe("phase  bytes\na");
  });

  test("without rows is its heading", () => {
    expect(terminalTable({ columns: COLUMNS, rows: [] })).toBe("phase  bytes");
  });
});

describe("a table in Markdown", () => {
  test("has a heading, an alignment and its rows", () => {
    expect(markdownTable({ columns: COLUMNS, rows: [["speech", "1 B"]] })).toBe(
      "| phase | bytes |\n| --- | ---: |\n| speech | 1 B |",
    );
  });

  test("keeps its shape whatever stands in it", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "|", "\\", "\n", "\r", "`", "<", " ", "*") });

    fc.assert(
      fc.property(cell, cell, (one, two) => {
        const lines = markdownTable({ columns: COLUMNS, rows: [[one, two]] }).split(/\r\n?|\n/);

        expect(lines).toHaveLength(3);
        expect(lines[2]?.replaceAll("\\\\", "").match(/(?<!\\)\|/g)).toHaveLength(3);
      }),
    );
  });
});

describe("text of others in Markdown", () => {
  test.each([
    ["a link", "[click](http://evil.example)", "\\[click\\](http://evil.example)"],
    ["an image", "![x](http://evil.example/x.png)", "!\\[x\\](http://evil.example/x.png)"],
    ["HTML", "<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"],
    ["an entity", "&lt;script&gt;", "&amp;lt;script&amp;gt;"],
    ["emphasis", "*a* _b_ ~~c~~ `d`", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\`"],
    ["a cell's end", "a | b", "a \\| b"],
    ["an escape", "\\*", "\\\\\\*"],
    ["lines, however they end", "a\nb\r\nc\rd", "a<br>b<br>c<br>d"],
    ["a version", "torch==2.8.0+cu128 (>=2.8,<3)", "torch==2.8.0+cu128 (&gt;=2.8,&lt;3)"],
  ])("%s is only text", (_, text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  test("never holds markup characters that nothing escapes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const escaped = escapeMarkdown(text).replaceAll("<br>", "");

        expect(escaped.replaceAll(/\\[\\`*_{}[\]|~]/g, "")).not.toMatch(/[\\`*_{}[\]|~<>\r\n]/);
      }),
    );
  });
});
