import { afterAll, beforeAll, expect, test } from "vitest";
import { Foreigners } from "../support/foreigners.ts";
import { type SmallEngine, startSmallEngine } from "../support/small-engine.ts";
import { Workplace } from "../support/workplace.ts";

/** As on a machine that was just installed: the engine has no state of an earlier start. */
let small: SmallEngine;
let place: Workplace;
beforeAll(async () => {
  small = await startSmallEngine(700);
  place = await Workplace.open(small.second.address);
});
afterAll(async () => {
  await place?.close();
  await small?.[Symbol.asyncDispose]();
});

/** Prints where a container's default route leads to. */
const ROUTE = `
import socket, struct
rows = [line.split() for line in open("/proc/net/route")]
print(socket.inet_ntoa(struct.pack("<L", next(int(row[2], 16) for row in rows if row[1] == "00000000"))))
`;

test("on an engine in its first start, the workplace knows the address that containers reach", async () => {
  const foreigners = await Foreigners.open(place);
  try {
    const gateway = await foreigners.runOnce(place.base, ["python3", "-c", ROUTE]);
    expect(`${await place.gateway()}\n`).toBe(gateway);
  } finally {
    await foreigners.close();
  }
});
