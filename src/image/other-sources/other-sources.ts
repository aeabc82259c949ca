import type { ClassifiedFailure } from "../../failures/failure-class.ts";
import type { Manifest } from "../../manifest/manifest.ts";
import type { PlannedDistribution } from "../../plan/plan.ts";
import type { Ports } from "../../ports/ports.ts";
import { type OfferedFile, offeredFiles, PAGE_TYPES } from "./index-page.ts";
import { knownIndexes } from "./known-indexes.ts";

const PAGE_TIMEOUT_MS = 10_000;
const PAGE_MOST_BYTES = 64e6;

/**
 * Where files are taken from when the place that the plan names for them is lost: another index that this machine or the
 * manifest knows and that offers just the same file, by name and SHA-256. Nothing else than what was planned is installed.
 */
export class OtherSources {
  readonly #manifest: Pick<Manifest, "indexes">;
  /** Addresses by SHA-256, instead of the plan's. */
  readonly #moved = new Map<string, string>();
  readonly #failed = new Set<string>();

  constructor(manifest: Pick<Manifest, "indexes">) {
    this.#manifest = manifest;
  }

  /** The distributions with the addresses that they are taken from now. */
  of(distributions: readonly PlannedDistribution[]): readonly PlannedDistribution[] {
    return distributions.map((one) => {
      const url = this.#moved.get(one.file.sha256);
      return url === undefined ? one : { ...one, file: { ...one.file, url } };
    });
  }

  /**
   * Looks for the file whose download failed; where its whole host is lost, also for the others that come from there.
   * @returns whether the failed file can be had elsewhere.
   */
  async look(
    distributions: readonly PlannedDistribution[],
    failure: ClassifiedFailure,
    ports: Ports,
  ): Promise<boolean> {
    const failed = failure.address === undefined ? null : URL.parse(failure.address);
    if (!failed) return false;
    const all = this.of(distributions);
    const culprit = all.find((one) => pathOf(one) === failed.origin + failed.pathname);
    if (!culprit) return false;
    this.#failed.add(culprit.file.url);
    const found = await this.#find(culprit, ports);
    if (found === undefined) return false;
    this.#moved.set(culprit.file.sha256, found);
    ports.log.warn(`${culprit.file.name} is taken from another index, which has the same file: ${found}`);
    if (failure.class.retry !== "bridge") return true;
    const others = all.filter((one) => one !== culprit && pathOf(one)?.startsWith(`${failed.origin}/`));
    await Promise.all(
      others.map(async (one) => {
        this.#failed.add(one.file.url);
        const url = await this.#find(one, ports);
        if (url !== undefined) this.#moved.set(one.file.sha256, url);
      }),
    );
    return true;
  }

  async #find({ name, file }: PlannedDistribution, ports: Ports): Promise<string | undefined> {
    for (const index of knownIndexes(this.#manifest, ports.network.installerEnv)) {
      const offered = await askPage(`${index}${name}/`, ports);
      const same = offered.find(
        (one) => one.name === file.name && one.sha256 === file.sha256 && !this.#failed.has(one.url),
      );
      if (same) return same.url;
    }
    return undefined;
  }
}

/** A file beneath the manifest has no host that could be lost. */
function pathOf({ file }: PlannedDistribution): string | undefined {
  const url = URL.parse(file.url);
  return url ? url.origin + url.pathname : undefined;
}

/** An index that doesn't answer, or doesn't know the project, offers nothing: the failure that led here is told, not this one. */
async function askPage(address: string, ports: Ports): Promise<readonly OfferedFile[]> {
  try {
    const { status, headers, body } = await ports.http.request(address, {
      headers: { accept: PAGE_TYPES },
      ...{ timeoutMs: PAGE_TIMEOUT_MS, maxBytes: PAGE_MOST_BYTES, signal: ports.signal },
    });
    if (status !== 200) return [];
    return offeredFiles({ address, contentType: headers["content-type"] ?? "", body });
  } catch (error) {
    ports.signal.throwIfAborted();
    ports.log.debug(`${address} was asked in vain: ${error}`);
    return [];
  }
}
