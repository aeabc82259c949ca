/** Fewer characters of base64 are ordinary words. */
const LEAST_BASE64 = 8;
/** Shorter lines of a secret of several lines, such as a closing bracket, say nothing. */
const LEAST_LINE = 16;

/**
 * Spellings in which a program may print a whole secret: as it is, percent-encoded, in base64 at each of the three alignments, in
 * hexadecimal digits, escaped for JSON, and each long line of its own, as a key's lines are printed.
 */
export function secretForms(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n|\\n/).map((line) => line.trim());
  const long = lines.filter((line) => line.length >= LEAST_LINE);
  return [...new Set([secret, secret.trim(), ...long].flatMap(formsOf))].filter((form) => form !== "");
}

function formsOf(text: string): readonly string[] {
  const hex = Buffer.from(text).toString("hex");
  return [
    text,
    ...percentEncoded(text),
    ...base64Alignments(text),
    ...jsonEscaped(text),
    hex,
    hex.toUpperCase(),
  ];
}

/** Encoders differ in the case of digits, in `!'()*` and in blanks. */
function percentEncoded(text: string): readonly string[] {
  const usual = encodeURIComponent(Buffer.from(text).toString());
  const strict = usual.replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const upper = [usual, strict, strict.replaceAll("%20", "+")];
  return [...upper, ...upper.map((one) => one.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))];
}

/** The characters that don't depend on what stands around the secret, for each place at which it may begin. */
function base64Alignments(text: string): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const whole = Math.floor((bytes.length * 8) / 6);
    const start = Math.ceil((before * 8) / 6);
    const forms = [bytes.toString("base64"), bytes.toString("base64url")].map((one) =>
      one.slice(start, whole),
    );
    return forms.filter((one) => one.length >= LEAST_BASE64);
  });
}

/** With and without `\u` for what isn't ASCII. */
function jsonEscaped(text: string): readonly string[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  const ascii = escaped.replaceAll(
    /[\u007f-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return [escaped, ascii];
}
