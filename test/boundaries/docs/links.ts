import { posix } from "node:path";
import GithubSlugger from "github-slugger";
import { marked, type Token, type Tokens } from "marked";

/** Files of the repository: a page's text by its path, and whether any file or folder exists. */
export interface Files {
  readonly pages: ReadonlyMap<string, string>;
  exists(path: string): boolean;
}

/** The relative links of all pages that lead to no file, or to no heading of a page, each as `page: link`. */
export function deadLinks(files: Files): readonly string[] {
  const anchors = new Map([...files.pages].map(([path, text]) => [path, anchorsOf(text)]));
  return [...files.pages].flatMap(([page, text]) =>
    linksOf(text)
      .filter((link) => !leadsSomewhere(page, link, { files, anchors }))
      .map((link) => `${page}: ${link}`),
  );
}

/** Paths written as code that name no file or folder, each as `page: path`. A path may begin beneath src/. */
export function deadPaths({ pages, exists }: Files): readonly string[] {
  return [...pages].flatMap(([page, text]) =>
    codeSpans(text)
      .filter((code) =>
        /^(?:bench|docs|images|scripts|src|test)\/[\w./-]+$|^[\w-]+(?:\/[\w-]+)*\/[\w-]+\.ts$/.test(code),
      )
      .filter((path) => !exists(path) && !exists(`src/${path}`))
      .map((path) => `${page}: ${path}`),
  );
}

interface Places {
  readonly files: Files;
  readonly anchors: ReadonlyMap<string, ReadonlySet<string>>;
}

function leadsSomewhere(page: string, link: string, { files, anchors }: Places): boolean {
  if (/^[a-z]+:/.test(link)) return true;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : posix.normalize(posix.join(posix.dirname(page), path));
  if (path !== "" && !files.exists(target)) return false;
  return anchor === undefined || (anchors.get(target)?.has(anchor) ?? false);
}

function codeSpans(markdown: string): readonly string[] {
  const spans: string[] = [];
  void marked.walkTokens(marked.lexer(markdown), (token: Token) => {
    if (token.type === "codespan") spans.push((token as Tokens.Codespan).text);
  });
  return spans;
}

function linksOf(markdown: string): readonly string[] {
  const links: string[] = [];
  void marked.walkTokens(marked.lexer(markdown), (token: Token) => {
    if (token.type === "link" || token.type === "image") links.push((token as Tokens.Link).href);
  });
  return links;
}

/** As GitHub makes anchors of a page's headings. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const slugger = new GithubSlugger();
  const headings = marked.lexer(markdown).filter((token) => token.type === "heading");
  return new Set(
    headings.map((heading) => slugger.slug((heading as Tokens.Heading).text.replaceAll("`", ""))),
  );
}
