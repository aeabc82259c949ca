import type { Image } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { UsageError } from "../../text/errors.ts";
import { formatName, parseReference } from "../../text/reference.ts";
import { provePush } from "./prove-push.ts";
import type { PushedImage } from "./pushed-image.ts";
import { type Push, watchPush } from "./watch-push.ts";
import { type Retrying, withRetries } from "./with-retries.ts";

interface PushRequest {
  readonly image: Pick<Image, "id">;
  readonly references: readonly string[];
  readonly retrying: Retrying;
}

/**
 * Pushes an image under each reference, one after the other, and proves each one at its registry. An outage of the registry or
 * the engine is waited for.
 * @param arrived is told of each image that a registry holds, also where a later push fails.
 * @throws RegistryError if a registry refuses, or lacks a part of the image after a push that the engine called done.
 */
export async function pushImage(
  request: PushRequest,
  ports: Ports,
  arrived: (pushed: PushedImage) => void,
): Promise<void> {
  const { references } = request;
  checkTargets(references);
  const pushed: PushedImage[] = [];
  for (const reference of references) {
    try {
      const one = await pushOne(request, reference, ports);
      pushed.push(one);
      arrived(one);
    } catch (error) {
      if (pushed.length > 0) ports.log.warn(halfDone(pushed, references));
      throw error;
    }
  }
}

function halfDone(pushed: readonly PushedImage[], references: readonly string[]): string {
  const there = pushed.map((one) => `${one.reference}@${one.digest}`).join(", ");
  const missing = references.slice(pushed.length).join(", ");
  return `Pushed before the failure: ${there}. Not pushed: ${missing}.`;
}

/** A push and its proof are tried again apart from each other: what is pushed need not be pushed again for a proof. */
async function pushOne(
  { image, retrying }: PushRequest,
  reference: string,
  ports: Ports,
): Promise<PushedImage> {
  const target = parseReference(reference);
  const digest = await withRetries(`The push of ${reference}`, retrying, ports, () =>
    ports.log.task(`Push ${reference}`, (report) =>
      transfer(image, { reference, report, budget: retrying.budget }, ports),
    ),
  );
  const proof = await withRetries(`The proof of ${reference}`, retrying, ports, () =>
    ports.log.task(`Look up ${reference} at its registry`, () => provePush({ image, target, digest }, ports)),
  );
  const pinned = `${formatName(target)}@${proof.digest}`;
  return { ...proof, reference, pinned, imageId: image.id, proved: true };
}

async function transfer(
  image: Pick<Image, "id">,
  push: Push,
  { engine, credentials, ...ports }: Ports,
): Promise<string | undefined> {
  const { reference } = push;
  const login = await credentials.find(parseReference(reference).registry);
  await engine.tagImage(image.id, reference);
  return await watchPush(push, ports, (options) =>
    engine.pushImage(reference, { ...options, credentials: login }),
  );
}

/** Checks all references before the first push, so that a wrong one leaves nothing half done. @throws UsageError */
export function checkTargets(references: readonly string[]): void {
  for (const reference of references) checkTarget(reference);
}

function checkTarget(reference: string): void {
  const { digest } = parseReference(reference);
  if (digest === undefined) return;
  throw new UsageError(`${reference} names a digest; a push gives a name.`, {
    remedy: "Write registry/name:tag: the digest comes out of the push.",
  });
}
