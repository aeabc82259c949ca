import { gotNoAnswer } from "../../ports/no-answer.ts";
import type { Ports } from "../../ports/ports.ts";
import { RegistryError } from "../../text/errors.ts";
import { DEFAULT_REGISTRY, formatName, parseReference } from "../../text/reference.ts";
import { type Retrying, withRetries } from "./with-retries.ts";

/**
 * Asks each registry whether it would take the image, once a repository, before hours are spent on the image. A registry
 * that says it is busy is waited for.
 * @throws RegistryError for the first that wouldn't.
 */
export async function requirePushable(
  references: readonly string[],
  retrying: Retrying,
  ports: Ports,
): Promise<void> {
  const byName = new Map(references.map((one) => [formatName(parseReference(one)), one]));
  for (const reference of byName.values()) {
    const dead = await withRetries(`The question whether ${reference} may be pushed`, retrying, ports, () =>
      ports.log.task("ask the registry whether it takes the image", () => askOne(reference, ports)),
    );
    if (dead) throw dead;
  }
}

/** @returns the error of a registry that gives no answer. Nothing is lost yet, and its name may be wrong: it isn't waited for. */
async function askOne(reference: string, ports: Ports): Promise<RegistryError | undefined> {
  try {
    await requireOne(reference, ports);
    return undefined;
  } catch (error) {
    if (error instanceof RegistryError && gotNoAnswer(error.cause)) return error;
    throw error;
  }
}

async function requireOne(reference: string, { registry, credentials }: Ports): Promise<void> {
  const target = parseReference(reference);
  // The default registry lets nobody push without a login. A forgotten host is the likelier mistake.
  if (target.registry === DEFAULT_REGISTRY && !(await credentials.find(DEFAULT_REGISTRY))) {
    throw new RegistryError(
      `${reference} would be pushed to ${DEFAULT_REGISTRY}, and there is no login for it.`,
      {
        remedy: `Write the registry in front of the name (registry.example/${target.repository}), or log in with \`docker login\`.`,
      },
    );
  }
  await registry.requireWritable(target);
}
