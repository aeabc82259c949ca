import { spawn } from "node:child_process";
import { once } from "node:events";
import { pipeline } from "node:stream/promises";

/** Unpacks a tar stream into a folder. */
export async function unpack(archive: NodeJS.ReadableStream, folder: string): Promise<void> {
  const tar = spawn("tar", ["-xf", "-", "-C", folder], { stdio: ["pipe", "ignore", "inherit"] });
  const closed = once(tar, "close");
  await pipeline(archive, tar.stdin);
  const [status] = await closed;
  if (status !== 0) throw new Error(`tar ended with exit status ${status}`);
}
