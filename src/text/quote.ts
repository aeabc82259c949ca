const LONGEST = 60;

/** Foreign text for a message: in backticks, shortened, without credentials of URLs, its invisible characters made visible. */
export function quote(text: string): string {
  const characters = [...text.slice(0, 1000).replaceAll(/\/\/[^/\s]*@/g, "//…@")];
  const shown = characters.slice(0, LONGEST).join("");
  const visible = shown.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escapeCharacter);
  return `\`${visible}${characters.length > LONGEST ? "…" : ""}\``;
}

/** Control characters (line breaks and NUL among them) have no place in names, paths and requirements. */
export function holdsControlCharacter(text: string): boolean {
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
}

function escapeCharacter(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`;
}
