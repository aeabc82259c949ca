import { expect, test } from "vitest";
import { classifyFailure } from "../../../src/failures/classify-failure.ts";

test.each([
  ["Hash mismatch for maker-1.0-py3-none-any.whl: another file than the lock's", "H1"],
  [
    "Failed to download https://files.example/maker.whl: HTTPError: HTTP Error 503: Service Unavailable",
    "N6",
  ],
  [
    "Failed to download https://files.example/maker.whl: URLError: <urlopen error [Errno 111] Connection refused>",
    "N2",
  ],
  [
    "https://files.example/maker.whl: URLError: <urlopen error [Errno -3] Temporary failure in name resolution>",
    "N1",
  ],
  ["Failed to download https://files.example/maker.whl: TimeoutError: The read operation timed out", "N2"],
  ["Failed to download https://files.example/maker.whl: HTTPError: HTTP Error 404: Not Found", "N6G"],
  ["Failed to download https://files.example/maker.whl: HTTPError: HTTP Error 401: Unauthorized", "N5"],
  [
    "Failed to download https://files.example/maker.whl: IncompleteRead: IncompleteRead(10 bytes read, 20 more expected)",
    "N7",
  ],
])("what the program that fetches files for a build says, %s, has its class", (output, id) => {
  expect(classifyFailure({ tool: "command", exitCode: 1, output, oomKills: 0 }).class.id).toBe(id);
});
