import { expect, test } from "vitest";
import { isStandardModule } from "../../../src/python/modules/standard-library.ts";

test.each(["wave", "xml", "asyncio", "distutils", "tomllib", "_ssl"])("%s is Python's own", (name) => {
  expect(isStandardModule(name)).toBe(true);
});

test.each(["numpy", "yaml", "waves"])("%s isn't", (name) => {
  expect(isStandardModule(name)).toBe(false);
});
