import { basename, dirname, join } from "node:path";
import type { SourceFolder } from "./follow-requests.ts";
import type { Copied, Outline } from "./outline.ts";

/** Paths where workers for RunPod keep the program that takes jobs. */
const HANDLERS: readonly string[] = ["handler.py", "rp_handler.py", "src/handler.py", "src/rp_handler.py"];

/** Adds the handler beside a source that only names packages, with the handler's folder and test job. */
export async function withHandler(outline: Outline, at: SourceFolder): Promise<Outline> {
  if (outline.command !== undefined || outline.files.length > 0) return outline;
  for (const handler of HANDLERS) {
    const full = join(at.folder, handler);
    if (await at.files.exists(full)) {
      const isInFolder = dirname(handler) !== ".";
      const code = isInFolder ? { from: dirname(full), to: "/app" } : { from: full, to: `/app/${handler}` };
      const command = ["python", "-u", `/app/${basename(handler)}`];
      return { ...outline, workdir: "/app", command, files: [code, ...(await testInput(at))] };
    }
  }
  return outline;
}

async function testInput({ folder, files }: SourceFolder): Promise<Copied[]> {
  const from = join(folder, "test_input.json");
  return (await files.exists(from)) ? [{ from, to: "/app/test_input.json" }] : [];
}
