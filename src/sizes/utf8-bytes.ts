const FIRST_BEYOND_ASCII = 0x80;

/** Bytes of a text in UTF-8. Nearly all paths are ASCII, for which an encoder is ten times slower. */
export function utf8Bytes(text: string): number {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) >= FIRST_BEYOND_ASCII) return new TextEncoder().encode(text).length;
  }
  return text.length;
}
