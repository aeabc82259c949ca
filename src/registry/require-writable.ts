import { RegistryError } from "../text/errors.ts";
import { formatName, type ImageReference } from "../text/reference.ts";
import type { Access } from "./authorize.ts";
import { evidenceOf, refusal } from "./registry-refusal.ts";
import { openSession } from "./registry-session.ts";

/**
 * Opens an upload as a push does (OCI distribution, `POST /v2/NAME/blobs/uploads/`), and cancels the upload: nothing is stored.
 * @throws RegistryError where the registry doesn't answer or wouldn't take the image.
 */
export async function requireWritable(reference: ImageReference, access: Access): Promise<void> {
  const subject = { reference, purpose: "pull,push" } as const;
  const session = openSession(subject, access);
  const answer = await session.request({ method: "POST", target: "blobs/uploads/" });
  if (answer.status === 404) throw noRepository(reference, evidenceOf(answer));
  if (answer.status !== 202) throw refusal(answer, subject);
  const { location } = answer.headers;
  if (location === undefined) return;
  // An upload that nobody cancels ends by itself after a while.
  await session.request({ method: "DELETE", target: location }).catch(() => undefined);
}

function noRepository(reference: ImageReference, evidence: string): RegistryError {
  const { registry, repository } = reference;
  return new RegistryError(`The registry ${registry} has no repository ${repository} to push to.`, {
    evidence,
    remedy: `Create it there, or correct the name: ${formatName(reference)}.`,
  });
}
