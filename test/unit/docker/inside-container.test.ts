import { describe, expect, test } from "vitest";
import { processesBeside } from "../../../src/docker/inside-container.ts";

describe("processes beside a container's first one", () => {
  const Titles = ["PID", "STAT", "COMMAND"];
  const first = ["4711", "Ss", "sleep infinity"];

  test("are named by their command lines", () => {
    const Processes = [first, ["4720", "S", "python -c loop"], ["4721", "R+", "sh", "x"]];
    expect(processesBeside({ Titles, Processes }, 4711)).toEqual(["python -c loop", "sh x"]);
  });

  test("don't include those that have ended, unless a thread of theirs goes on", () => {
    const Processes = [first, ["4720", "Z", "[sh] <defunct>"], ["4721", "Zl", "[python] <defunct>"]];
    expect(processesBeside({ Titles, Processes }, 4711)).toEqual(["[python] <defunct>"]);
  });

  test("are found where processes have the numbers of the container", () => {
    expect(
      processesBeside(
        {
          Titles,
          Processes: [
            ["1", "Ss", "sleep"],
            ["9", "S", "x"],
          ],
        },
        4711,
      ),
    ).toEqual(["x"]);
  });

  test.each([
    ["the table has other columns", { Titles: ["UID", "PID", "CMD"], Processes: [first] }],
    ["the first process isn't in it", { Titles, Processes: [["4720", "S", "x"]] }],
    ["there is no table", {}],
  ])("aren't known where %s", (_, table) => {
    expect(processesBeside(table, 4711)).toBeUndefined();
  });
});
