import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";

export interface DebianSpec {
  readonly name: string;
  readonly version?: string;
  readonly architecture?: "all" | "amd64" | "i386";
  /** Its fields, e.g. `{ Depends: "libone (>= 2)" }`. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Absolute path → content. */
  readonly files?: Readonly<Record<string, string>>;
  /** Runs after it is unpacked, as a shell script. */
  readonly postinst?: string;
}

/** A package archive and its paragraph in a mirror's `Packages`. */
export interface DebianPackage {
  readonly name: string;
  readonly fileName: string;
  readonly content: Buffer;
  readonly paragraph: string;
}

/** A package as dpkg-deb builds it (deb(5)): an `ar` of a version, its control files and its files. */
export async function debianPackage(spec: DebianSpec): Promise<DebianPackage> {
  const { name, version = "1.0", architecture = "all", fields = {}, files = {}, postinst } = spec;
  const kibibytes = Object.values(files).reduce((sum, content) => sum + Math.ceil(content.length / 1024), 1);
  const control = paragraphOf({
    ...{
      Package: name,
      Version: version,
      Architecture: architecture,
      Maintainer: "Test <test@mirror.invalid>",
    },
    ...{ "Installed-Size": String(kibibytes), ...fields, Description: "made by a test" },
  });
  const scripts =
    postinst === undefined
      ? {}
      : { "./postinst": { content: `#!/bin/sh\nset -e\n${postinst}\n`, mode: 0o755 } };
  const content = ar({
    "debian-binary": Buffer.from("2.0\n"),
    "control.tar.gz": await tarGz({ "./control": { content: control, mode: 0o644 }, ...scripts }),
    "data.tar.gz": await tarGz(
      Object.fromEntries(
        Object.entries(files).map(([path, text]) => [`.${path}`, { content: text, mode: 0o755 }]),
      ),
    ),
  });
  const fileName = `${name}_${version.replace(/^\d+:/, "")}_${architecture}.deb`;
  const listed = {
    Filename: `pool/${fileName}`,
    Size: String(content.length),
    SHA256: createHash("sha256").update(content).digest("hex"),
  };
  return { name, fileName, content, paragraph: `${control}${paragraphOf(listed)}` };
}

function paragraphOf(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join("");
}

type Entries = Readonly<Record<string, { readonly content: string; readonly mode: number }>>;

async function tarGz(entries: Entries): Promise<Buffer> {
  const archive = pack();
  const mtime = new Date(0);
  const folders = new Set(Object.keys(entries).flatMap(foldersAbove));
  for (const name of [...folders].sort())
    archive.entry({ name: `${name}/`, type: "directory", mode: 0o755, mtime });
  for (const [name, { content, mode }] of Object.entries(entries))
    archive.entry({ name, mode, mtime }, content);
  archive.finalize();
  return gzipSync(await buffer(archive));
}

function foldersAbove(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/")).filter((folder) => folder !== ".");
}

/** The common `ar` format: 60 bytes before each member, which begins at an even offset. */
function ar(members: Readonly<Record<string, Buffer>>): Buffer {
  const parts = Object.entries(members).flatMap(([name, content]) => {
    const fields = [name.padEnd(16), "0".padEnd(12), "0".padEnd(6), "0".padEnd(6), "100644".padEnd(8)];
    const head = `${fields.join("")}${String(content.length).padEnd(10)}\`\n`;
    return [Buffer.from(head), content, Buffer.alloc(content.length % 2, "\n")];
  });
  return Buffer.concat([Buffer.from("!<arch>\n"), ...parts]);
}
