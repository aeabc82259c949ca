import { expect, test } from "vitest";
import { parseSize, sizeFault } from "../../../../src/text/units/size.ts";

test.each([
  ["1GB", 1e9],
  ["500MB", 5e8],
  ["6GiB", 6 * 2 ** 30],
  ["1.5 GB", 1.5e9],
  ["0B", 0],
  ["2kB", 2000],
])("%s is %d bytes", (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
  expect(sizeFault(text)).toBeUndefined();
});

test.each([
  ["1gb", "`gb` isn't a unit of size; write `1GB`"],
  ["1G", "`G` isn't a unit of size; write `1GB`"],
  ["1.5Gi", "`Gi` isn't a unit of size; write `1.5GiB`"],
  ["12", "`12` has no unit; write `12MB` or `12GB`"],
  ["1 parsec", "`parsec` isn't a unit of size; write MB, GB, MiB or GiB, such as `1GB`"],
  ["-1GB", "`-1GB` isn't a size; write a number and a unit, such as `500MB`"],
  ["1e3MB", "`e3MB` isn't a unit of size; write MB, GB, MiB or GiB, such as `1GB`"],
  ["", "`` isn't a size; write a number and a unit, such as `500MB`"],
  ["999999999TB", "`999999999TB` is more than any disk holds; write a smaller size"],
])("%j isn't a size", (text, fault) => {
  expect(parseSize(text)).toBeUndefined();
  expect(sizeFault(text)).toBe(fault);
});
