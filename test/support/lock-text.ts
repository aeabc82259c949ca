import type { PackageFile } from "./python-packages.ts";

/** A lock as pip 26's `pip lock` writes it: files and hashes, and nothing of who needs what. */
export function pipLock(files: readonly PackageFile[], origin: string): string {
  const packages = files.map((one) => {
    const version = one.name.split("-")[1] ?? "";
    const lines = [
      "[[packages]]",
      `name = "${one.project}"`,
      `version = "${version}"`,
      "",
      "[[packages.wheels]]",
      `name = "${one.name}"`,
      `url = "${origin}/${one.name}"`,
      "",
      "[packages.wheels.hashes]",
      `sha256 = "${one.sha256}"`,
    ];
    return `${lines.join("\n")}\n`;
  });
  return `lock-version = "1.0"\ncreated-by = "pip"\n\n${packages.join("\n")}`;
}
