import { describeEngineContract } from "./engine-contract.ts";
import { openRealEngine } from "./real-engine.ts";

describeEngineContract("the Docker engine of this machine", openRealEngine);
