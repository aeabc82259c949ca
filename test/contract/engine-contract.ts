import { afterEach, beforeAll, describe } from "vitest";
import { registerCommitContract } from "./commit-contract.ts";
import { registerContainerContract } from "./container-contract.ts";
import { ContractBench, type ContractSubject } from "./contract-bench.ts";
import { registerExecContract } from "./exec-contract.ts";
import { registerListingContract } from "./listing-contract.ts";
import { registerTransferContract } from "./transfer-contract.ts";

/** Registers what every Engine must do, as tests of the one that `open` answers. */
export function describeEngineContract(title: string, open: () => Promise<ContractSubject>): void {
  describe(title, () => {
    let bench: ContractBench;
    beforeAll(async () => {
      bench = new ContractBench(await open());
    });
    afterEach(async () => {
      await bench.clear();
    });
    const current = (): ContractBench => bench;
    registerContainerContract(current);
    registerExecContract(current);
    registerCommitContract(current);
    registerListingContract(current);
    registerTransferContract(current);
  });
}
