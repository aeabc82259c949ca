import type { PlannedDistribution } from "../../plan/plan.ts";
import { addressedFile } from "../../python/direct-source.ts";
import type { LocalFiles } from "./phase-lock.ts";

/** Page of links for `--find-links`: a requirement with a URL would leave a `direct_url.json` in the image. */
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

/** pip takes a version from the end of the address, where a commit's archive has none. */
function unnamed({ name, version, file, kind }: PlannedDistribution, url: string): string {
  return kind === "wheel" || addressedFile(url) === file.name ? "" : `&egg=${name}-${version}`;
}

/** Exactly the planned versions, each with the hash of its planned file. */
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
