import { expect, test } from "vitest";
import { createNodeHttp } from "../../../src/host/network/node-http.ts";
import { readWheelContents } from "../../../src/wheels/read-wheel-contents.ts";
import { serveFiles } from "../../support/file-server.ts";
import { MemoryCache } from "../../support/memory-cache.ts";
import { SelfMovingClock } from "../../support/self-moving-clock.ts";
import { lockedFile, wheel } from "../../support/wheel.ts";

test("ready-made scripts whose first line the installer replaces are told from others, with its length", async () => {
  const data = "speech-1.0.data/scripts";
  const program = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 251));
  const files = {
    [`${data}/plain`]: "#!python\nprint()\n",
    [`${data}/options`]: "#!python -u\nprint()\n",
    [`${data}/windows`]: "#!pythonw\r\nprint()\r\n",
    [`${data}/only`]: "#!python",
    [`${data}/own`]: "#!/usr/bin/env python3\nprint()\n",
    [`${data}/program`]: program,
    [`${data}/empty`]: "",
    "speech-1.0.data/data/bin/other": "#!python\n",
  };

  const one = wheel({ name: "speech", files });
  await using server = await serveFiles({ [one.fileName]: one.bytes });

  const { contents } = await readWheelContents(lockedFile(one, server.origin), {
    http: createNodeHttp(),
    clock: new SelfMovingClock(),
    cache: new MemoryCache(),
  });

  expect(contents.placeholders).toEqual({
    [`${data}/plain`]: 9,
    [`${data}/options`]: 12,
    [`${data}/windows`]: 11,
    [`${data}/only`]: 8,
  });
  expect(server.sentBytes()).toBeLessThan(45_000);
});
