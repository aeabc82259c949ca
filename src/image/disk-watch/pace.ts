/** What a fast disk, or memory, takes in: bytes a millisecond. */
const FASTEST_WRITER = 2e6;
/** However little room there is, no more looks than this within one interval. */
const MOST_LOOKS = 20;

/**
 * Milliseconds until the next look: the interval, or less where a fast writer could come from here to the danger within it.
 * @param headroomBytes free bytes above the danger.
 */
export function nextPause(intervalMs: number, headroomBytes: number): number {
  return Math.max(intervalMs / MOST_LOOKS, Math.min(intervalMs, headroomBytes / FASTEST_WRITER));
}
