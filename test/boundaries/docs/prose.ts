import { marked, type Token, type Tokens } from "marked";

/** More words than this in one sentence, and a reader begins it again. */
export const MOST_WORDS = 30;

export interface LongSentence {
  readonly words: number;
  readonly sentence: string;
}

const sentences = new Intl.Segmenter("en", { granularity: "sentence" });

/**
 * The sentences of a Markdown page that have more than `MOST_WORDS` words. A paragraph, a heading and an entry of a list each end
 * a sentence, so a colon before a list does, too. Tables, code blocks and comments aren't read. A piece of code counts as one
 * word, and a link as its text.
 */
export function longSentences(markdown: string): readonly LongSentence[] {
  return blocksOf(marked.lexer(markdown)).flatMap((block) =>
    [...sentences.segment(block)]
      .map(({ segment }) => ({ words: countWords(segment), sentence: segment.trim() }))
      .filter(({ words }) => words > MOST_WORDS),
  );
}

/** The text of each block, on one line. */
function blocksOf(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token) => {
    if (token.type === "list") return (token as Tokens.List).items.flatMap((item) => blocksOf(item.tokens));
    if (token.type === "blockquote") return blocksOf((token as Tokens.Blockquote).tokens);
    const isText = token.type === "paragraph" || token.type === "heading" || token.type === "text";
    return isText ? [inline(token).replaceAll(/\s+/g, " ")] : [];
  });
}

/** A piece of code at a sentence's beginning has to look like one to the segmenter: a capital letter and no full stop. */
function inline(token: Token): string {
  if (token.type === "codespan") return "Code";
  if (token.type === "br") return " ";
  if ("tokens" in token && token.tokens) return token.tokens.map(inline).join("");
  return token.type === "html" ? "" : ((token as Tokens.Text).text ?? "");
}

/** What has a letter or a digit, between blanks. */
function countWords(sentence: string): number {
  return sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
