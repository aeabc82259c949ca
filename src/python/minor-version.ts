/** The first two numbers of a version: `3.11` of `3.11.2`, `12.8` of `12.8.1`. A shorter version is returned unchanged. */
export function minorVersion(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}
