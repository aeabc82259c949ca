import { expect, test } from "vitest";
import { solvedVersions } from "../../../../src/resolve/conflicts/try-resolve.ts";

test("versions are read from uv's lines, names normalised, the rest passed over", () => {
  const text =
    "# comment\nTorch==2.8.0+cu128\nflash_attn==2.8.3 ; python_version < '3.13'\n    # via x\n-e .\n";

  expect(solvedVersions(text)).toEqual({ torch: "2.8.0+cu128", "flash-attn": "2.8.3" });
});
