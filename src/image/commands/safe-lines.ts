import type { Redact } from "../../text/secrets/redactor.ts";

/** A longer line is passed on in parts. */
const LONGEST_LINE = 64 * 1024;
/** Of a long line, so much waits for the next part: a secret may stand across both. */
const KEPT = 8 * 1024;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Passes on a program's output without secrets, line by line, because a secret may come in two pieces. Output without secrets
 * stays as it is, byte by byte.
 */
export function createSafeLines(redact: Redact, pass: (bytes: Uint8Array) => void) {
  let rest: Uint8Array = new Uint8Array();
  const passUpTo = (end: number): void => {
    if (end === 0) return;
    const bytes = rest.subarray(0, end);
    rest = rest.subarray(end);
    const text = Buffer.from(bytes).toString();
    const safe = redact(text);
    pass(safe === text ? bytes : Buffer.from(safe));
  };
  return {
    write(chunk: Uint8Array): void {
      rest = Buffer.concat([rest, chunk]);
      passUpTo(Math.max(rest.lastIndexOf(LINE_FEED), rest.lastIndexOf(CARRIAGE_RETURN)) + 1);
      if (rest.length > LONGEST_LINE) passUpTo(rest.length - KEPT);
    },
    end: () => passUpTo(rest.length),
  };
}
