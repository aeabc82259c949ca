import { expect, test } from "vitest";
import { checkNeeds } from "../../../../src/plan/guards/check-needs.ts";
import { environment } from "./environments.ts";

const messages = (brought: Readonly<Record<string, string>>) =>
  checkNeeds(environment({ brought })).map((one) => one.message);

test("a module whose distribution doesn't ask for what it imports is a warning with what to write", () => {
  const [found] = checkNeeds(environment({ brought: { "coqui-tts": "0.28.0", torch: "2.15.0" } }));

  expect(found).toMatchObject({
    id: "unstated-need",
    severity: "warning",
    message: "`TTS.api` of coqui-tts 0.28.0 needs torchcodec, and nothing asks for it.",
    remedy: "Write `coqui-tts[codec]` and `six` into the packages of phase new, if you use `TTS.api`.",
  });
});

test.each([
  ["what it imports is there", { "coqui-tts": "0.28.0", torch: "2.15.0", torchcodec: "0.17.0" }],
  ["it stands beside versions that do without", { "coqui-tts": "0.28.0", torch: "2.8.0" }],
  ["it is a version that nobody has run", { modelscope: "1.41.0" }],
])("nothing is said where %s", (_, brought) => {
  expect(messages(brought)).toEqual([]);
});
