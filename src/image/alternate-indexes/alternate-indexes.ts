import type { ClassifiedFailure } from "../../failures/failure-class.ts";
import type { Manifest } from "../../manifest/manifest.ts";
import type { PlannedDistribution } from "../../plan/plan.ts";
import type { Ports } from "../../ports/ports.ts";
import { askIndexPage } from "../../wheels/index/ask-index-page.ts";
import { knownIndexes } from "../../wheels/index/known-indexes.ts";

/**
 * Finds another address for a file when the address in the plan is lost. Asks the indexes that this machine or the manifest
 * names, and accepts only a file with the same name and SHA-256.
 */
export class AlternateIndexes {
  readonly #manifest: Pick<Manifest, "indexes">;
  /** New addresses, by the files' SHA-256. */
  readonly #moved = new Map<string, string>();
  readonly #failed = new Set<string>();

  constructor(manifest: Pick<Manifest, "indexes">) {
    this.#manifest = manifest;
  }

  /** The distributions, with new addresses for files that were lost. */
  of(distributions: readonly PlannedDistribution[]): readonly PlannedDistribution[] {
    return distributions.map((one) => {
      const url = this.#moved.get(one.file.sha256);
      return url === undefined ? one : { ...one, file: { ...one.file, url } };
    });
  }

  /**
   * Looks for the file whose download failed. When its whole host is lost, also looks for the other files of that host.
   * @returns whether another index has the failed file.
   */
  async replace(
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
      const candidates = await askIndexPage(`${index}${name}/`, ports);
      const same = candidates.find(
        (one) => one.name === file.name && one.sha256 === file.sha256 && !this.#failed.has(one.url),
      );
      if (same) return same.url;
    }
    return undefined;
  }
}

/** Address without query; undefined for a file beneath the manifest, which has no host. */
function pathOf({ file }: PlannedDistribution): string | undefined {
  const url = URL.parse(file.url);
  return url ? url.origin + url.pathname : undefined;
}
