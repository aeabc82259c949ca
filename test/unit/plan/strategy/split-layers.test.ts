import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOf, keepsGroups, splitLayers } from "../../../../src/plan/strategy/split-layers.ts";

const pieces = fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[a-z]{1,6}$/), bytes: fc.nat(1e9) }), {
  selector: (one) => one.name,
  maxLength: 30,
});

test("every piece is placed once, and passes the cap only if it is larger by itself", () => {
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 1e9 }), (all, cap) => {
      const layers = splitLayers(all, cap);

      expect(layers.flat().sort()).toEqual(all.map((one) => one.name).sort());
      for (const layer of layers) {
        const bytes = bytesOf(all.filter((one) => layer.includes(one.name)));
        expect(layer.length === 1 || bytes <= cap).toBe(true);
      }
    }),
  );
});

test("a group is placed whole", () => {
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 1e9 }), (all, cap) => {
      const grouped = all.map((one) => ({ ...one, group: one.bytes % 3 === 0 ? "group" : undefined }));
      const layers = splitLayers(grouped, cap);

      expect(layers.flat().sort()).toEqual(all.map((one) => one.name).sort());
      expect(keepsGroups(layers, grouped)).toBe(true);
      const own = grouped.filter((one) => one.group !== undefined).map((one) => one.name);
      if (own.length > 1) expect(keepsGroups([own.slice(1), own.slice(0, 1)], grouped)).toBe(false);
    }),
  );
});

test("the layers are the same whatever the order of the pieces", () => {
  fc.assert(
    fc.property(pieces, (all) => {
      expect(splitLayers([...all].reverse(), 1e8)).toEqual(splitLayers(all, 1e8));
    }),
  );
});
