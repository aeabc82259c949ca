import { expect, test } from "vitest";
import { ByteList } from "../../../../src/wheels/sampling/byte-list.ts";

test("what is written stands there in its order, however much it is", () => {
  const list = new ByteList();
  const other = new ByteList();
  other.text("x".repeat(3000));

  list.byte(0x1ff);
  list.number(0x01020304);
  list.text("ab");
  list.append(other);

  expect(list.length).toBe(1 + 4 + 2 + 3000);
  expect([...list.copy().subarray(0, 9)]).toEqual([0xff, 4, 3, 2, 1, 97, 98, 120, 120]);
});

test("zeros are zeros where something stood before", () => {
  const list = new ByteList();
  list.text("abc");
  list.clear();

  list.zeros(2);

  expect([...list.copy()]).toEqual([0, 0]);
});
