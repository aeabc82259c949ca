import type { BuiltImage } from "../image/built-image.ts";
import type { Container } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import { discard } from "../toolbox/discard.ts";
import { execText } from "../toolbox/exec-text.ts";
import { jsonAnswer } from "../toolbox/json-answer.ts";
import { type Run, runLabels } from "../toolbox/run.ts";
import { judgeTimings } from "./judge-timings.ts";
import { type Check, WordTimings } from "./verification.ts";

interface SmokeJob {
  readonly run: Run;
  readonly image: BuiltImage;
  readonly interpreter: string;
  /** Absolute paths of this machine. */
  readonly audio: string;
  readonly text: string;
  /** Share of the text's words that must come back, 0–1. */
  readonly coverage: number;
  readonly gpus: boolean;
}

export interface SmokeResult {
  readonly check: Check;
  readonly timings: WordTimings | null;
}

const SAMPLE_FOLDER = "/tmp/surelayer-sample";

/** Runs the image's word-timing chain on recorded speech and judges the words. The container is never committed. */
export async function smokeTest(job: SmokeJob, ports: Ports): Promise<SmokeResult> {
  const text = await ports.files.readText(job.text);
  const container = await ports.engine.createContainer({
    name: `surelayer-${job.run.id}-smoke`,
    image: job.image.imageId,
    command: ["sleep", "infinity"],
    labels: runLabels(job.run),
    gpus: job.gpus,
  });
  try {
    await container.putArchive("/", await ports.files.tar(job.audio, `${SAMPLE_FOLDER}/audio.wav`));
    await container.putArchive("/", await ports.files.tar(job.text, `${SAMPLE_FOLDER}/text.txt`));
    await container.start();
    return await askChain(container, { ...job, words: text }, ports);
  } finally {
    await discard(() => container.remove(), ports);
  }
}

async function askChain(
  container: Container,
  job: SmokeJob & { readonly words: string },
  ports: Ports,
): Promise<SmokeResult> {
  const result = await execText(container, {
    command: [
      ...[job.interpreter, "-m", "surelayer_runtime"],
      ...["--audio", `${SAMPLE_FOLDER}/audio.wav`, "--text", `${SAMPLE_FOLDER}/text.txt`],
    ],
    signal: ports.signal,
  });
  const timings = WordTimings.safeParse(jsonAnswer(result.stdout)).data;
  if (!timings) return smokeResult("failed", explainSilence(result.exitCode, result.stderr));
  const fault = judgeTimings(timings, job.words, job.coverage);
  if (fault) return smokeResult("failed", fault, timings);
  const detail = `${timings.words.length} words from ${timings.engine}, coverage ≥ ${Math.round(job.coverage * 100)} %`;
  return smokeResult("passed", detail, timings);
}

export function smokeResult(
  status: Check["status"],
  detail: string,
  timings: WordTimings | null = null,
): SmokeResult {
  return { check: { id: "smoke", title: "word-timing smoke test", status, detail }, timings };
}

function explainSilence(exitCode: number, stderr: string): string {
  if (stderr.includes("No module named surelayer_runtime")) {
    return "the image has no surelayer_runtime in its working directory: add it under `files:` (see images/quickstart/install.yml)";
  }
  const last = stderr.trim().split("\n").at(-1) ?? "";
  return `the chain ended with exit code ${exitCode} and no result${last ? `: ${last}` : ""}`;
}
