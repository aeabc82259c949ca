import { newRunId, thisOwner } from "../../src/host/run-owner.ts";
import { runPipeline } from "../../src/pipeline.ts";
import type { Http } from "../../src/ports/machine.ts";
import { startProgress } from "../../src/report/report.ts";
import { openBenchPorts } from "../plan-accuracy/bench-ports.ts";

export interface Fetched {
  readonly distributions: number;
  /** Of the files that would be installed. */
  readonly fileBytes: number;
  readonly requests: number;
  /** Bodies of all answers, those of redirects and refusals included. */
  readonly fetchedBytes: number;
}

/** Plans once with a cache that holds a lock and no wheel's directory, and counts what is fetched. */
export async function countFetched(work: string, cache: string): Promise<Fetched> {
  const ports = await openBenchPorts(cache);
  let requests = 0;
  let fetchedBytes = 0;
  const http: Http = {
    async request(url, request) {
      const response = await ports.http.request(url, request);
      requests += 1;
      fetchedBytes += response.body.length;
      return response;
    },
  };
  const progress = startProgress("plan-time");
  const files = {
    manifestPath: `${work}/install.yml`,
    planFile: `${work}/plan.json`,
    logFolder: `${work}/logs`,
  };
  const choices = {
    until: "plan" as const,
    refresh: false,
    fromPlan: undefined,
    planDigest: undefined,
    baseImage: undefined,
  };
  const rest = { lockFile: undefined, allowPrivateIndex: false, tags: [], push: false, verify: false };
  const trustDomain = undefined;
  const run = { id: newRunId(), owner: thisOwner() };
  await runPipeline(run, { ...files, ...choices, ...rest, trustDomain }, progress, { ...ports, http });
  const distributions = progress.plan?.phases.flatMap((phase) => phase.distributions) ?? [];
  const fileBytes = distributions.reduce((sum, one) => sum + (one.file.bytes ?? 0), 0);
  return { distributions: distributions.length, fileBytes, requests, fetchedBytes };
}
