import { MemoryEngine } from "../support/memory-engine.ts";
import { describeEngineContract } from "./engine-contract.ts";

describeEngineContract("the in-memory engine", async () => {
  const engine = new MemoryEngine({ registries: ["registry.example"] });
  engine.addImage("surelayer/base:1", { bytes: 1000 });
  return { engine, image: "surelayer/base:1", registry: "registry.example" };
});
