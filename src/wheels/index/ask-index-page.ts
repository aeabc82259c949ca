import type { Ports } from "../../ports/ports.ts";
import { type IndexFile, PAGE_TYPES, parseIndexPage } from "./index-page.ts";

const PAGE_TIMEOUT_MS = 10_000;
const PAGE_MOST_BYTES = 64e6;

/** Files on an index's page; none when the index doesn't answer, because nothing depends on the answer alone. */
export async function askIndexPage(
  address: string,
  ports: Pick<Ports, "http" | "log" | "signal">,
): Promise<readonly IndexFile[]> {
  try {
    const { status, headers, body } = await ports.http.request(address, {
      headers: { accept: PAGE_TYPES },
      ...{ timeoutMs: PAGE_TIMEOUT_MS, maxBytes: PAGE_MOST_BYTES, signal: ports.signal },
    });
    if (status !== 200) return [];
    return parseIndexPage({ address, contentType: headers["content-type"] ?? "", body });
  } catch (error) {
    ports.signal.throwIfAborted();
    ports.log.debug(`${address} was asked in vain: ${error}`);
    return [];
  }
}
