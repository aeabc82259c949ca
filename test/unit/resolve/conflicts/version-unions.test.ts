import { satisfies } from "@renovatebot/pep440";
import fc from "fast-check";
import { expect, test } from "vitest";
import { unionOf } from "../../../../src/resolve/conflicts/version-unions.ts";

test.each([
  [[">=1,<2", ">2,<3"], ">=1,!=2,<3"],
  [["<2", ">2"], "!=2"],
  [["<2", ">2,<3", ">3"], "!=2,!=3"],
  [[">=1,<=2", ">=3"], ">=1,<=2 or >=3"],
  [[">=1,<2", ">=2,<3"], ">=1,<2 or >=2,<3"],
  [["==1"], "==1"],
  [[""], ""],
])("%j is %j", (ranges, expected) => {
  expect(unionOf(ranges)).toBe(expected);
});

test("holds the versions that one of the ranges holds", () => {
  const version = fc.integer({ min: 0, max: 9 });
  fc.assert(
    fc.property(fc.uniqueArray(version, { minLength: 1, maxLength: 6 }), version, (cuts, asked) => {
      const at = cuts.toSorted((a, b) => a - b);
      const ranges = [
        `<${at[0]}`,
        ...at.map((cut, index) =>
          [`>${cut}`, ...(at[index + 1] === undefined ? [] : [`<${at[index + 1]}`])].join(),
        ),
      ];
      const text = unionOf(ranges);
      const holds = (range: string) => satisfies(String(asked), range);
      return text.split(" or ").some(holds) === ranges.some(holds);
    }),
  );
});
