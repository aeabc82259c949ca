import { expect, test } from "vitest";
import { poetryVersion } from "../../../../src/init/python-projects/poetry-version.ts";

test.each([
  ["^1.2.3", ">=1.2.3,<2"],
  ["^0.2.3", ">=0.2.3,<0.3"],
  ["^0.0.3", ">=0.0.3,<0.0.4"],
  ["^0", ">=0,<1"],
  ["^1.2rc1", ">=1.2rc1,<2"],
  ["~1.2.3", ">=1.2.3,<1.3"],
  ["~1", ">=1,<2"],
  ["~=1.2", "~=1.2"],
  ["1.2.3", "==1.2.3"],
  ["=1.2", "==1.2"],
  ["1.2.*", "==1.2.*"],
  [">=1.0,<2.0", ">=1.0,<2.0"],
  [">=1.0 <2.0", ">=1.0,<2.0"],
  ["!=1.5", "!=1.5"],
  ["*", ""],
  ["1.0 || 2.0", undefined],
  ["latest", undefined],
])("%s means %s", (poetry, python) => {
  expect(poetryVersion(poetry)).toBe(python);
});
