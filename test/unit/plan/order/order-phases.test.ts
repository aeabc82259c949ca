import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderConstraints } from "../../../../src/plan/order/order-constraints.ts";
import { type OrderedInput, orderPhases } from "../../../../src/plan/order/order-phases.ts";
import type { OrderConstraint } from "../../../../src/plan/plan.ts";
import { ConflictError } from "../../../../src/text/errors.ts";

function phase(name: string, more: Partial<OrderedInput> = {}): OrderedInput {
  return { name, optional: false, bytes: 1e6, binaryFor: [], complex: [], ...more };
}

const names = (placed: readonly { readonly name: string }[]) => placed.map((one) => one.name);

describe("orderPhases", () => {
  it("goes light, optional, heavy, complex, and keeps the declared order among equals", () => {
    const phases = [
      phase("align", { complex: ["an environment of its own"], optional: true }),
      phase("attention", { binaryFor: ["torch"], optional: true }),
      phase("big", { bytes: 2e9 }),
      phase("speech-api", { optional: true }),
      phase("models"),
      phase("audio"),
    ];

    const placed = orderPhases(phases, []);

    expect(names(placed)).toEqual(["models", "audio", "speech-api", "attention", "big", "align"]);
    expect(placed.map((one) => one.reason)).toEqual([
      "light: required, 1.00 MB",
      "light: required, 1.00 MB",
      "optional, 1.00 MB: after what is required",
      "heavy: bound to torch",
      "heavy: 2.00 GB",
      "complex: an environment of its own; goes last",
    ]);
  });

  it("puts a constraint above the rank, and says at both ends why", () => {
    const phases = [
      phase("attention", { binaryFor: ["torch"] }),
      phase("align", { complex: ["an environment of its own"] }),
    ];
    const because = "whisperx (torch~=2.8) brings torch, and the binary of flash-attn is bound to it";

    const placed = orderPhases(phases, [{ before: "align", after: "attention", because }]);

    expect(names(placed)).toEqual(["align", "attention"]);
    expect(placed[0]?.reason).toBe(
      `before attention: ${because}; complex: an environment of its own; goes last`,
    );
    expect(placed[1]?.reason).toBe(`after align: ${because}; heavy: bound to torch`);
  });

  it("refuses constraints that contradict each other, naming both", () => {
    const constraints = [
      { before: "a", after: "b", because: "a brings torch" },
      { before: "b", after: "a", because: "b brings triton" },
    ];

    const order = () => orderPhases([phase("a"), phase("b")], constraints);

    expect(order).toThrow(ConflictError);
    expect(order).toThrow(
      expect.objectContaining({ evidence: "a before b: a brings torch\nb before a: b brings triton" }),
    );
  });

  it("keeps every constraint of any graph without cycles, and answers the same twice", () => {
    const graph = fc
      .record({
        phases: fc.uniqueArray(
          fc.record({
            name: fc.stringMatching(/^[a-z]{1,4}$/),
            optional: fc.boolean(),
            bytes: fc.nat(3e9),
            complex: fc.subarray(["an environment of its own"]),
          }),
          { selector: (one) => one.name, minLength: 1, maxLength: 12 },
        ),
        pairs: fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 }),
      })
      .map(({ phases, pairs }) => ({
        phases: phases.map((one) => phase(one.name, one)),
        constraints: pairs.flatMap(([a, b]): OrderConstraint[] => {
          const [first, second] = [phases[Math.min(a, b)], phases[Math.max(a, b)]];
          return first && second && first !== second
            ? [{ before: second.name, after: first.name, because: "x" }]
            : [];
        }),
      }));
    fc.assert(
      fc.property(graph, ({ phases, constraints }) => {
        const order = names(orderPhases(phases, constraints));

        expect([...order].sort()).toEqual(names(phases).sort());
        for (const { before, after } of constraints)
          expect(order.indexOf(before)).toBeLessThan(order.indexOf(after));
        expect(names(orderPhases(phases, constraints))).toEqual(order);
      }),
    );
  });
});

describe("orderConstraints", () => {
  const attention = {
    name: "attention",
    binaryFor: ["torch"],
    packages: ["flash-attn==2.8.3"],
    installs: ["torch", "flash-attn"],
  };
  const align = {
    name: "align",
    binaryFor: [],
    packages: ["whisperx>=3.8"],
    installs: ["torch", "whisperx"],
  };

  it("lets whoever brings torch settle it before what is bound to it", () => {
    const constraints = orderConstraints([attention, align], () => ["whisperx (torch~=2.8.0)"]);

    expect(constraints).toEqual([
      {
        before: "align",
        after: "attention",
        because: "whisperx (torch~=2.8.0) brings torch, and the binary of flash-attn==2.8.3 is bound to it",
      },
    ]);
  });

  it("asks nothing when the base holds torch", () => {
    const installed = [
      { ...attention, installs: ["flash-attn"] },
      { ...align, installs: ["whisperx"] },
    ];

    expect(orderConstraints(installed, () => [])).toEqual([]);
  });
});
