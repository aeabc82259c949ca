import * as z from "zod";
import { readJson } from "../../text/read-json.ts";

/** A file that an index offers for a project. */
export interface IndexFile {
  readonly name: string;
  /** Absolute, without the fragment. */
  readonly url: string;
  /** Lower case; undefined if the index doesn't give the hash. */
  readonly sha256: string | undefined;
}

interface IndexPage {
  /** The page's own address, which its links are relative to. */
  readonly address: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Prefers JSON. An index that has only HTML answers with HTML. */
export const PAGE_TYPES = "application/vnd.pypi.simple.v1+json, text/html;q=0.5";

/**
 * The files on a project's page (PEP 691 for JSON, PEP 503 for HTML). Any other page has no files: an error page of a proxy must
 * not end a build.
 */
export function parseIndexPage(page: IndexPage): readonly IndexFile[] {
  const text = new TextDecoder().decode(page.body);
  const links = /\bjson\b/.test(page.contentType) ? jsonLinks(text) : htmlLinks(text);
  return links.flatMap(({ href, name, sha256 }) => {
    const url = URL.parse(href, page.address);
    if (!url || !/^https?:$/.test(url.protocol)) return [];
    const hash = sha256 ?? /(?:^#|&)sha256=([0-9a-f]{64})\b/i.exec(url.hash)?.[1];
    url.hash = "";
    const last = decoded(url.pathname.split("/").at(-1) ?? "");
    return [{ name: name ?? last, url: url.href, sha256: hash?.toLowerCase() }];
  });
}

interface Link {
  readonly href: string;
  readonly name?: string;
  readonly sha256?: string | undefined;
}

const Page = z.object({
  files: z.array(
    z.object({
      filename: z.string(),
      url: z.string(),
      hashes: z.object({ sha256: z.string().optional() }),
    }),
  ),
});

function jsonLinks(text: string): readonly Link[] {
  const files = readJson(text, Page)?.files ?? [];
  return files.map((one) => ({ href: one.url, name: one.filename, sha256: one.hashes.sha256 }));
}

const ANCHOR = /<a\s[^>]{0,4000}?\bhref\s{0,9}=\s{0,9}["']([^"'<>]{1,4000})["']/gi;

function htmlLinks(text: string): readonly Link[] {
  return [...text.matchAll(ANCHOR)].map(([, href = ""]) => ({ href: href.replaceAll("&amp;", "&") }));
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
