import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOf, splitLayers } from "../../../../src/plan/strategy/split-layers.ts";

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

test("the layers are the same whatever the order of the pieces", () => {
  fc.assert(
    fc.property(pieces, (all) => {
      expect(splitLayers([...all].reverse(), 1e8)).toEqual(splitLayers(all, 1e8));
    }),
  );
});
