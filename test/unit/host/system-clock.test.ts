import { describe, expect, it } from "vitest";
import { createSystemClock } from "../../../src/host/system-clock.ts";

describe("createSystemClock", () => {
  it("sleeps until it is aborted, with the reason", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("why")), 20);
    await expect(createSystemClock().sleep(5000, controller.signal)).rejects.toThrow("why");
  });
});
