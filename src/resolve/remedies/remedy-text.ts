import type { FoundRemedies } from "./verified-remedies.ts";

/** What a search found, as the user reads it: what was tried and helps, and what the search can't say. */
export function remedyText(found: FoundRemedies): string {
  const listing = found.remedies.map((one, index) => `${index + 1}. ${capitalised(one.text)}.`);
  return [
    listing.length > 0
      ? `Each of these was tried and resolves:\n${listing.join("\n")}`
      : withoutRemedy(found),
    ...titled("Not tried, because an index that it needs didn't answer:", found.untried),
    ...titled("Not tried, or not to the end, because of the time:", found.unfinished),
  ].join("\n");
}

function withoutRemedy({ trials, refused }: FoundRemedies): string {
  const loosen = "Loosen or change one of the pins named above.";
  if (refused.length > 0) {
    return [
      "Changes were tried that resolve, and the plan would refuse each of them:",
      ...refused.slice(0, MOST_LINES).map((text) => `- ${text}`),
      loosen,
    ].join("\n");
  }
  if (trials === 0) return loosen;
  return `None of ${trials} resolutions that were tried for a change came to an answer. ${loosen}`;
}

const MOST_LINES = 3;

function titled(title: string, texts: readonly string[]): readonly string[] {
  if (texts.length === 0) return [];
  const lines = texts.slice(0, MOST_LINES).map((text) => `- ${capitalised(text)}.`);
  const more = texts.length - lines.length;
  return [title, ...lines, ...(more > 0 ? [`- And ${more} more.`] : [])];
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
