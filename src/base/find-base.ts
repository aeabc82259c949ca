import type { Image } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import { parseReference } from "../text/reference.ts";
import { formatBytes } from "../text/units/format-bytes.ts";

/** The base image, pulled when this engine doesn't hold it. */
export async function findBase(reference: string, ports: Ports): Promise<Image> {
  const local = await ports.engine.findImage(reference);
  if (local) return local;
  const credentials = await ports.credentials.find(parseReference(reference).registry);
  return ports.log.task(`pull ${reference}`, (report) =>
    ports.engine.pullImage(reference, {
      credentials,
      signal: ports.signal,
      onProgress: ({ bytes, totalBytes }) =>
        report(totalBytes > 0 ? `${formatBytes(bytes)} of ${formatBytes(totalBytes)}` : formatBytes(bytes)),
    }),
  );
}
