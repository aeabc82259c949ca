import type { WordTimings } from "./verification.ts";

/**
 * Says what is wrong with the words of a smoke test; undefined when nothing is. There must be words, each must start before it
 * ends, after the one before and within the audio, and together they must cover a share of the text's words.
 * @param coverage that share, from 0 to 1.
 */
export function judgeTimings(timings: WordTimings, text: string, coverage: number): string | undefined {
  const { words } = timings;
  if (timings.engine === null || words.length === 0) {
    const tries = timings.tries.map(
      (one) => `${one.engine} ${one.status}${one.reason ? `: ${one.reason}` : ""}`,
    );
    return `no engine answered words (${tries.join("; ") || "no engine was tried"})`;
  }
  let previous = 0;
  for (const [index, one] of words.entries()) {
    const named = `word ${index + 1} "${one.word}" (${one.start}–${one.end} s)`;
    if (one.end <= one.start) return `${named} ends before it starts`;
    if (one.start < previous) return `${named} starts before the word in front of it`;
    if (one.end > timings.duration_s + TOLERANCE_S)
      return `${named} ends after the audio (${timings.duration_s} s)`;
    previous = one.start;
  }
  const share = coverageOf(
    words.map((one) => one.word),
    text,
  );
  if (share < coverage) {
    return `the words cover ${Math.floor(share * 100)} % of the text, ${Math.round(coverage * 100)} % are required`;
  }
  return undefined;
}

/** Two frames: engines count in frames of 10 ms. */
const TOLERANCE_S = 0.02;

/** Share of the text's words that the answer has in the same order (longest common subsequence), from 0 to 1. */
export function coverageOf(answered: readonly string[], text: string): number {
  const expected = wordsOf(text);
  const got = answered.flatMap(wordsOf);
  if (expected.length === 0) return 1;
  let row = new Array<number>(got.length + 1).fill(0);
  for (const word of expected) {
    const next = [0];
    for (let column = 1; column <= got.length; column += 1) {
      const same = got[column - 1] === word;
      next[column] = same ? (row[column - 1] ?? 0) + 1 : Math.max(row[column] ?? 0, next[column - 1] ?? 0);
    }
    row = next;
  }
  return (row[got.length] ?? 0) / expected.length;
}

/** Scripts without spaces between words: each character counts as a word. */
const UNSPACED =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";
const LETTER = `(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}]`;
const WORD = new RegExp(`[${UNSPACED}]|(?:${LETTER})+(?:'(?:${LETTER})+)*`, "gu");

function wordsOf(text: string): string[] {
  return text.toLowerCase().normalize("NFKC").replaceAll("’", "'").match(WORD) ?? [];
}
