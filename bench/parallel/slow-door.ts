import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const SLICE_MS = 20;

/** Stands before a server of this machine and lets only so many bytes a second through, all connections together. */
export async function openSlowDoor(
  host: string,
  target: { readonly host: string; readonly port: number },
  bytesPerSecond: number,
): Promise<{ readonly port: number; close(): void }> {
  let free = Date.now();
  const pass = async (from: Socket, to: Socket): Promise<void> => {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      free = Math.max(free, Date.now()) + (chunk.length / bytesPerSecond) * 1000;
      const ahead = free - Date.now();
      if (ahead > SLICE_MS) await sleep(ahead);
      if (!to.write(chunk)) await new Promise((resolve) => to.once("drain", resolve));
    }
    to.end();
  };
  const server: Server = createServer((client) => {
    const upstream = connect(target.port, target.host);
    for (const one of [client, upstream])
      one.on("error", () => [client, upstream].map((each) => each.destroy()));
    client.pipe(upstream);
    void pass(upstream, client).catch(() => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { port, close: () => server.close() };
}
