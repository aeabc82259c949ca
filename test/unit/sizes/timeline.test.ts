import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONTAINER_BYTES, highestPoint, stayingBytes, timeline } from "../../../src/sizes/timeline.ts";

const CLASSIC = { keepsCompressed: false };
const CONTAINERD = { keepsCompressed: true };
const layer = (blocks: number, more: object = {}) => ({
  ...{ blocks, compressed: blocks / 4, doubt: 0, beside: 0, notes: 0 },
  ...more,
});

describe("a layer", () => {
  test("is there twice while it is committed, and stays once", () => {
    expect(timeline([layer(100), layer(40)], CLASSIC)).toEqual([
      { bytes: CONTAINER_BYTES + 100, layer: 0, at: "filling" },
      { bytes: CONTAINER_BYTES + 200, layer: 0, at: "committing" },
      { bytes: CONTAINER_BYTES + 140, layer: 1, at: "filling" },
      { bytes: CONTAINER_BYTES + 180, layer: 1, at: "committing" },
    ]);
  });

  test("keeps its compressed copy where the engine does", () => {
    expect(timeline([layer(100), layer(40)], CONTAINERD).map((one) => one.bytes - CONTAINER_BYTES)).toEqual([
      100, 225, 165, 215,
    ]);
    expect(stayingBytes(layer(100), CONTAINERD)).toBe(125);
  });

  test("needs while it is filled what its installer unpacks and builds beside it", () => {
    expect(highestPoint(timeline([layer(100, { beside: 1000 })], CLASSIC))).toBe(CONTAINER_BYTES + 1100);
  });

  test("may be larger than estimated: its peak leaves room, what stays is what is expected", () => {
    const [, commit, next] = timeline([layer(100, { doubt: 20, notes: 7 }), layer(1)], CLASSIC);

    expect(commit?.bytes).toBe(CONTAINER_BYTES + 247);
    expect(next?.bytes).toBe(CONTAINER_BYTES + 101);
  });

  test("that isn't committed from a container has no copy", () => {
    const [, made] = timeline([layer(100, { copied: false })], CLASSIC);

    expect(made?.bytes).toBe(CONTAINER_BYTES + 100);
  });
});

test("no layer that comes on top makes the disk emptier, and no store needs less with a compressed copy", () => {
  const bytes = fc.nat(1e9);
  const layers = fc.array(
    fc.record({ blocks: bytes, compressed: bytes, doubt: bytes, beside: bytes, notes: bytes }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(layers, layers, (first, more) => {
      const before = highestPoint(timeline(first, CLASSIC));
      expect(highestPoint(timeline([...first, ...more], CLASSIC))).toBeGreaterThanOrEqual(before);
      expect(highestPoint(timeline(first, CONTAINERD))).toBeGreaterThanOrEqual(before);
    }),
  );
});
