import { stringify } from "smol-toml";
import type { PlannedDistribution } from "../../plan/plan.ts";
import { addressedFile } from "../../python/direct-source.ts";
import type { BuildLock } from "../../python/sources/build-lock.ts";

/** Files that are in the container already: their paths by SHA-256. */
export type LocalFiles = ReadonlyMap<string, string>;

/** For uv: a PEP 751 lock of exactly the files that one phase installs. uv asks no index and chooses nothing. */
export function phaseLock(distributions: readonly PlannedDistribution[], local: LocalFiles): string {
  return stringify({
    "lock-version": "1.0",
    "created-by": "surelayer",
    packages: distributions.map((one) => {
      const file = {
        name: one.file.name,
        ...fileLocation(one, local),
        ...(one.file.bytes === null ? {} : { size: one.file.bytes }),
        hashes: { sha256: one.file.sha256 },
      };
      const source = one.kind === "wheel" ? { wheels: [file] } : { sdist: file };
      return { name: one.name, version: one.version, ...source };
    }),
  });
}

function fileLocation({ file }: PlannedDistribution, local: LocalFiles): { path: string } | { url: string } {
  const path = local.get(file.sha256);
  return path === undefined ? { url: file.url } : { path };
}

/** For pip: a page of links for `--find-links`. A requirement with a URL would leave a `direct_url.json` in the image. */
export function pipLinks(distributions: readonly PlannedDistribution[], local: LocalFiles): string {
  const links = distributions.map((one) => {
    const { file } = one;
    const path = local.get(file.sha256);
    const url = path === undefined ? (file.url.split("#")[0] ?? file.url) : `file://${encodeURI(path)}`;
    const address = escapeHtml(`${url}#sha256=${file.sha256}${unnamed(one, url)}`);
    return `<a href="${address}">${escapeHtml(file.name)}</a><br>`;
  });
  return `<!DOCTYPE html>\n<html><body>\n${links.join("\n")}\n</body></html>\n`;
}

/** Tells pip name and version of a source whose address doesn't end with them, such as a commit's archive. */
function unnamed({ name, version, file, kind }: PlannedDistribution, url: string): string {
  return kind === "wheel" || addressedFile(url) === file.name ? "" : `&egg=${name}-${version}`;
}

/** For pip: files that a build takes, as they lie in the container. */
export function buildLinks({ distributions }: BuildLock, local: LocalFiles): string {
  const links = distributions.map(({ file }) => {
    const address = `file://${encodeURI(local.get(file.sha256) ?? "")}#sha256=${file.sha256}`;
    return `<a href="${escapeHtml(address)}">${escapeHtml(file.name)}</a><br>`;
  });
  return `<!DOCTYPE html>\n<html><body>\n${links.join("\n")}\n</body></html>\n`;
}

/** The versions that a build takes, as constraints. uv checks the hashes; pip checks those of the links. */
export function buildPins({ distributions }: BuildLock, hashes: "with hashes" | "without hashes"): string {
  return distributions
    .map(({ name, version, file }) => {
      const hash = hashes === "with hashes" ? ` --hash=sha256:${file.sha256}` : "";
      return `${name}==${version}${hash}\n`;
    })
    .join("");
}

/** For pip: the planned versions, each with the hash of its planned file. */
export function pipRequirements(distributions: readonly PlannedDistribution[]): string {
  return distributions
    .map((one) => `${one.name}==${one.version} --hash=sha256:${one.file.sha256}\n`)
    .join("");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
