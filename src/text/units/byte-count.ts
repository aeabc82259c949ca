import * as z from "zod";

/** A number of bytes in a file that somebody may have edited. */
export const ByteCount = z
  .number("is no number of bytes")
  .min(0, "no number of bytes is below 0")
  .max(Number.MAX_SAFE_INTEGER, "no disk holds so many bytes");
