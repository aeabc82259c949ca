import { openRealEngine } from "../support/real-engine.ts";
import { describeEngineContract } from "./engine-contract.ts";

describeEngineContract("the Docker engine of this machine", openRealEngine);
