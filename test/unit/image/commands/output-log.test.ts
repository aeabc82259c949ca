import { describe, expect, test } from "vitest";
import { openOutputLog } from "../../../../src/image/commands/output-log.ts";
import { testPorts } from "../../../support/test-ports.ts";

function scene(append: (content: Uint8Array) => Promise<void> = async () => undefined) {
  const written: Uint8Array[] = [];
  const ports = testPorts();
  const files = {
    ...ports.files,
    append: async (_path: string, content: string | Uint8Array) => {
      await append(content as Uint8Array);
      written.push(content as Uint8Array);
    },
  };
  const all = () => Buffer.concat(written);
  return { log: openOutputLog("logs/1.log", { ...ports, files }), all, said: ports.log };
}

const MB = 1024 * 1024;

describe("the log of an install", () => {
  test("has every byte, whatever it is, in order", async () => {
    const { log, all } = scene();
    const chunks = [
      Buffer.from("one\u0000"),
      Buffer.from([0xff, 0xfe, 0x1b]),
      Buffer.from("::set-output::x\n"),
    ];
    for (const chunk of chunks) void log.write(chunk);
    await log.end();
    expect(all()).toEqual(Buffer.concat(chunks));
  });

  test("keeps the end in memory, not the whole", async () => {
    const { log } = scene();
    for (let index = 0; index < 50; index++) await log.write(Buffer.alloc(MB, 97));
    await log.write(Buffer.from("the last line\n"));
    await log.end();
    expect(log.tail()).toMatch(/^a+the last line\n$/);
    expect(log.tail().length).toBe(256 * 1024);
  });

  test("makes the program wait when the disk falls behind", async () => {
    let release = () => undefined as unknown;
    const blocked = new Promise<void>((resolve) => {
      release = resolve as () => unknown;
    });
    const { log } = scene(() => blocked);
    expect(log.write(Buffer.alloc(MB))).toBeUndefined();
    const wait = log.write(Buffer.alloc(MB));
    expect(wait).toBeInstanceOf(Promise);
    release();
    await wait;
  });

  test("a file that can't be written is said once and is no reason to fail", async () => {
    const { log, said } = scene(() => Promise.reject(new Error("read-only file system")));
    void log.write(Buffer.from("one"));
    void log.write(Buffer.from("two"));
    await log.end();
    expect(log.tail()).toBe("onetwo");
    expect(said.said("warn")).toEqual([
      "The installer's output can't be kept in logs/1.log: read-only file system",
    ]);
  });
});
