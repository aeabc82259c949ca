import { describe, expect, it } from "vitest";
import { userFolders } from "../../../src/host/environment.ts";

describe("userFolders", () => {
  it("finds this user's folders", () => {
    expect(userFolders({}, "/h")).toEqual({
      cache: "/h/.cache/surelayer",
      state: "/h/.local/state/surelayer",
    });
    const env = { RUNNER_TOOL_CACHE: "/t", XDG_CACHE_HOME: "/c", XDG_STATE_HOME: "/s", HOME: "/h" };
    expect(userFolders(env)).toEqual({ cache: "/t/surelayer", state: "/s/surelayer" });
  });
});
