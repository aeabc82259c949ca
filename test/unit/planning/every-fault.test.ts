import { expect, test } from "vitest";
import { everyFault } from "../../../src/planning/every-fault.ts";
import { outageOf } from "../../../src/retry/outage.ts";
import { BuildError, ConflictError, RegistryError } from "../../../src/text/errors.ts";

function silent(host: string): RegistryError {
  return new RegistryError(`GET https://${host}/a.whl got no answer: getaddrinfo ENOTFOUND ${host}`, {
    remedy: "Check the address.",
    cause: { code: "ENOTFOUND" },
  });
}

test("one fault stays as it is", () => {
  const only = silent("one.example");
  expect(everyFault([only, silent("one.example")]).message).toBe(only.message);
});

test("what has to be mended comes first, and nothing is waited for", () => {
  const conflict = new ConflictError("They can't live together.", { remedy: "Change one." });
  const error = everyFault([silent("one.example"), new BuildError("It is damaged."), conflict]);

  expect(error).toBeInstanceOf(ConflictError);
  expect(error.message.split("\n")).toEqual([
    "It is damaged.",
    "They can't live together.",
    expect.stringContaining("one.example"),
  ]);
  expect(error.remedy).toBe("Change one.\nCheck the address.");
  expect(outageOf(error)).toBeUndefined();
});

test("several outages are one, and are waited for", () => {
  const error = everyFault([silent("one.example"), silent("two.example")]);

  expect(error).toBeInstanceOf(RegistryError);
  expect(error.remedy).toBe("Check the address.");
  expect(outageOf(error)?.failure).toMatchObject({
    class: { id: "N1" },
    address: "https://one.example/a.whl",
  });
  expect(outageOf(error)?.evidence.output).toContain("two.example");
});
