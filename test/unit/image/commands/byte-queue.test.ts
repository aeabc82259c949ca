import fc from "fast-check";
import { expect, test } from "vitest";
import { createByteQueue } from "../../../../src/image/commands/byte-queue.ts";

test("gives back what came, whatever its pieces, and is empty then", () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 30 });
  fc.assert(
    fc.property(fc.array(pieces), (batches) => {
      const queue = createByteQueue();
      for (const batch of batches) {
        for (const piece of batch) queue.push(piece);
        expect(Buffer.from(queue.take())).toEqual(Buffer.concat(batch));
        expect(queue.isEmpty).toBe(true);
      }
    }),
  );
});

test("a piece that is larger than its blocks goes through them in order", () => {
  const queue = createByteQueue();
  const large = Buffer.from(Array.from({ length: 200_000 }, (_, at) => at % 251));
  queue.push(large.subarray(0, 3));
  queue.push(large.subarray(3));
  expect(Buffer.compare(queue.take(), large)).toBe(0);
});

test("keeps a copy: a stream may use its chunk's memory again", () => {
  const queue = createByteQueue();
  const chunk = Uint8Array.of(1, 2, 3);
  queue.push(chunk);
  chunk.fill(9);
  expect([...queue.take()]).toEqual([1, 2, 3]);
});
