import { createHash } from "node:crypto";
import type { Manifest } from "../manifest/manifest.ts";
import type { BuildablePlan } from "../plan/plan.ts";
import type { Image, ImageConfig } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import { discard } from "../toolbox/discard.ts";
import { type Run, runLabels } from "../toolbox/run.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { checkStart } from "./check-start.ts";
import { findSecret } from "./last-look/find-secret.ts";
import { secretIn } from "./last-look/look-at-layer.ts";
import {
  layerKey,
  layerLabels,
  layerReference,
  rememberLayer,
  type TrustDomain,
  takeLayer,
} from "./layers/layer-cache.ts";

interface FinishJob {
  readonly run: Run;
  readonly toolbox: Toolbox;
  readonly manifest: Manifest;
  readonly plan: BuildablePlan;
  readonly parent: string;
  /** Absolute paths on this machine of `files[].from`, in the manifest's order. */
  readonly sources: readonly string[];
  readonly leftOut: readonly string[];
  readonly trustDomain: TrustDomain;
}

/** Adds the manifest's files and settings on top of the last phase. */
export async function finishImage(job: FinishJob, ports: Ports): Promise<Image> {
  ports.signal.throwIfAborted();
  const config = imageConfig(job);
  const files = await Promise.all(
    job.manifest.files.map(async (file, index) => ({
      to: file.to,
      digest: await digestOf(job.sources[index] ?? "", file.to, ports),
    })),
  );
  const key = layerKey(job.parent, { config, files }, job.trustDomain);
  const found = await takeLayer(ports, key);
  if (found) return found;

  await requireStart(job, ports);
  await requireNoSecret(job, ports);
  const container = await ports.engine.createContainer({
    name: `surelayer-${job.run.id}-files`,
    image: job.parent,
    command: ["true"], // never started: the engine can unpack files into it anyway
    labels: runLabels(job.run),
  });
  try {
    for (const [index, file] of job.manifest.files.entries()) {
      await container.putArchive("/", await ports.files.tar(job.sources[index] ?? "", file.to));
    }
    const labels = { ...config.labels, ...layerLabels(key, "files", await container.diffBytes()) };
    const image = await container.commit({
      comment: "surelayer files",
      config: { ...config, labels },
      reference: layerReference(key),
    });
    await rememberLayer(ports.cache, key, image);
    return image;
  } finally {
    await discard(() => container.remove(), ports);
  }
}

/** @throws BuildError for a file such as `.env` that lies in a folder which the manifest copies. */
async function requireNoSecret({ manifest, sources }: FinishJob, { files, secrets }: Ports): Promise<void> {
  if (!secrets.areKnown()) return;
  for (const [index, { from, to }] of manifest.files.entries()) {
    const path = await findSecret(await files.tar(sources[index] ?? "", to), secrets);
    if (path !== undefined)
      throw secretIn(`The image's copy of \`files.from: ${from}\``, path, "No image was made.");
  }
}

/** In a container of its own: a layer that is made beside our tools would hold their mount points. */
async function requireStart(job: FinishJob, ports: Ports): Promise<void> {
  if (job.manifest.command === undefined && job.manifest.workdir === "/") return;
  await job.toolbox.open(job.parent, "start", (container) =>
    checkStart(container, { ...job, python: job.plan.base.interpreter }, ports),
  );
}

function imageConfig(job: FinishJob): ImageConfig {
  const { manifest, plan } = job;
  return {
    // Removes the base's entry point, so that exactly this command runs.
    ...(manifest.command && { command: manifest.command, entrypoint: [] }),
    env: { ...manifest.env, ...environmentVariables(plan, job.leftOut) },
    workdir: manifest.workdir,
    labels: {
      "org.opencontainers.image.title": manifest.name,
      "org.opencontainers.image.base.name": plan.base.reference,
      "dev.surelayer.phases": plan.phases
        .map((phase) => phase.name)
        .filter((name) => !job.leftOut.includes(name))
        .join(","),
      "dev.surelayer.degraded": job.leftOut.join(","),
    },
  };
}

/** Variables that tell a runtime the paths of isolated environments. */
function environmentVariables(
  plan: BuildablePlan,
  leftOut: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    plan.phases.flatMap(({ name, environment }) =>
      environment && !leftOut.includes(name) ? [[environment.variable, environment.path] as const] : [],
    ),
  );
}

async function digestOf(source: string, target: string, ports: Ports): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of await ports.files.tar(source, target)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
