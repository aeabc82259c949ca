import type { Container, Image } from "../ports/engine.ts";
import { keepJson, keyFor, recallJson } from "../ports/kept-json.ts";
import type { Ports } from "../ports/ports.ts";
import { BaseFacts } from "../python/base-facts.ts";
import { BuildError, EngineError } from "../text/errors.ts";
import { discard } from "../toolbox/discard.ts";
import { execText } from "../toolbox/exec-text.ts";
import { jsonAnswer } from "../toolbox/json-answer.ts";
import { type Run, runLabels } from "../toolbox/run.ts";

/** RunPod's bases have `python` 3.12 beside the distribution's `python3` 3.10: the first one found is what users run. */
const INTERPRETERS = ["python", "python3"];

/**
 * Asks the base image's own Python what the image holds. The answer is remembered by image id, because an image
 * never changes.
 * @throws BuildError when the image has no Python 3 that answers, or isn't linux/amd64.
 */
export async function probeBase(run: Run, image: Image, ports: Ports): Promise<BaseFacts> {
  if (image.os !== "linux" || image.architecture !== "amd64") {
    const platform = `${image.os}/${image.architecture}`;
    throw new BuildError(`The base image is for ${platform}; RunPod runs linux/amd64 only.`, {
      remedy: "Choose a base image, or a tag of it, that exists for linux/amd64.",
    });
  }
  const script = await ports.files.readText(`${ports.assets}/images/probes/base_facts.py`);
  const key = keyFor("base-facts", [image.id, script]);
  const known = await recallJson(ports.cache, key, BaseFacts);
  if (known) return known;

  const facts = await ports.log.task("probe the base image", () => probe(run, image, script, ports));
  await keepJson(ports.cache, key, facts);
  return facts;
}

async function probe(run: Run, image: Image, script: string, ports: Ports): Promise<BaseFacts> {
  const container = await ports.engine.createContainer({
    name: `surelayer-${run.id}-probe`,
    image: image.id,
    command: ["sleep", "infinity"],
    labels: runLabels(run),
  });
  try {
    await startProbe(container);
    return await askInterpreters(container, script, ports.signal);
  } finally {
    await discard(() => container.remove(), ports);
  }
}

/** An image without any Unix tool (from scratch, distroless) can't even wait. */
async function startProbe(container: Container): Promise<void> {
  try {
    await container.start();
  } catch (error) {
    const noProgram = error instanceof EngineError && NO_PROGRAM.test(error.evidence ?? "");
    if (!noProgram) throw error;
    throw new BuildError("The base image has no Python that answers: it holds not even `sleep`.", {
      evidence: error.evidence ?? "",
      remedy: REMEDY,
      cause: error,
    });
  }
}

const NO_PROGRAM = /executable file not found|no such file or directory/i;
const REMEDY =
  "Use a base image with Python 3.8 or newer on its PATH, such as python:3.12-slim or runpod/pytorch.";

async function askInterpreters(
  container: Container,
  script: string,
  signal: AbortSignal,
): Promise<BaseFacts> {
  const answers: string[] = [];
  for (const python of INTERPRETERS) {
    const result = await execText(container, { command: [python, "-B", "-c", script], signal });
    const facts = result.exitCode === 0 ? BaseFacts.safeParse(jsonAnswer(result.stdout)).data : undefined;
    if (facts) return facts;
    const last = result.stderr.trim().split("\n").at(-1);
    answers.push(`${python}: ${result.exitCode === 127 ? "not found" : (last ?? `exit ${result.exitCode}`)}`);
  }
  throw new BuildError("The base image has no Python that answers.", {
    evidence: answers.join("; "),
    remedy: REMEDY,
  });
}
