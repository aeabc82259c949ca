/**
 * Milliseconds of processor time that this thread has used. A test that bounds a computation compares two of these: other
 * work on the machine doesn't count.
 */
export function threadMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
