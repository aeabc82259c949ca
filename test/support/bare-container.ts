import type { Container } from "../../src/ports/engine.ts";
import { MemoryEngine } from "./memory-engine.ts";
import type { ExecHandler } from "./memory-programs.ts";

/** A started container whose every command does what `onExec` says. */
export async function bareContainer(onExec: ExecHandler): Promise<Container> {
  const engine = new MemoryEngine({ onExec });
  const { id } = engine.addImage("base:1");
  const container = await engine.createContainer({ name: "bare", image: id, command: ["x"], labels: {} });
  await container.start();
  return container;
}
