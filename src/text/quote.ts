const LONGEST = 60;

/** Foreign text for a message: in backticks, shortened, without logins of URLs, and with visible control characters. */
export function quote(text: string): string {
  const characters = [...text.slice(0, 1000).replaceAll(/\/\/[^/\s]*@/g, "//…@")];
  const shown = characters.slice(0, LONGEST).join("");
  const visible = shown.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escapeCharacter);
  return `\`${visible}${characters.length > LONGEST ? "…" : ""}\``;
}

/** Names, paths and requirements must hold no control characters, such as line breaks and NUL. */
export function holdsControlCharacter(text: string): boolean {
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
}

function escapeCharacter(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`;
}
