/** Before one character: JSON in JSON has so many, and makes four of one. */
const MOST_BACKSLASHES = 3;
/** A text that was percent-encoded again and again. */
const PERCENT = "%(?:25){0,3}";
const NAMED: Readonly<Record<string, string>> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "apos",
};
const SHORT: Readonly<Record<string, string>> = { "\n": "n", "\r": "r", "\t": "t" };
/** How shells write a quotation mark within their own. */
const SHELL_QUOTE = `'(?:\\\\''|"'"')`;

/**
 * A pattern for a secret, however its special characters are spelled: percent-encoded, escaped for JSON, Python, HTML or a shell,
 * all of them or some, once or several times. Takes linear time, because each repetition has a bound.
 */
export function spellingPattern(secret: string): string {
  const parts = secret.match(/\\+|./gsu) ?? [];
  return parts.map(partPattern).join("");
}

function partPattern(part: string): string {
  if (part.startsWith("\\")) return backslashes(part.length);
  return /^[A-Za-z0-9]$/.test(part) ? part : spellings(part);
}

function backslashes(count: number): string {
  return `(?:\\\\{${count},${count * (MOST_BACKSLASHES + 1)}}|(?:${PERCENT}5[cC]){${count}})`;
}

function spellings(one: string): string {
  const code = one.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  const bytes = [...Buffer.from(one)].map((byte) => anyCase(byte.toString(16).padStart(2, "0")));
  const slashes = `\\\\{1,${MOST_BACKSLASHES}}`;
  const units = Array.from({ length: one.length }, (_, at) =>
    one.charCodeAt(at).toString(16).padStart(4, "0"),
  );
  const short = SHORT[one];
  const all = [
    `\\\\{0,${MOST_BACKSLASHES}}${literal(one)}`,
    bytes.map((byte) => PERCENT + byte).join(""),
    units.map((unit) => `${slashes}u${anyCase(unit)}`).join(""),
    bytes.map((byte) => `${slashes}x${byte}`).join(""),
    ...(code <= 0xff ? [`${slashes}x${anyCase(hex.padStart(2, "0"))}`] : []),
    `&(?:${NAMED[one] === undefined ? "" : `${NAMED[one]}|`}#0{0,4}${code}|#[xX]0{0,4}${anyCase(hex)});`,
    ...(short === undefined ? [] : [slashes + short]),
    ...(one === " " ? ["\\+"] : []),
    ...(one === "'" ? [SHELL_QUOTE] : []),
  ];
  return `(?:${all.join("|")})`;
}

function anyCase(hex: string): string {
  return hex.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

export function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
