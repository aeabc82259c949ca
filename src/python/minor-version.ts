/** `3.11` of `3.11.2`, `12.8` of `12.8.1`: what names a line of releases. A version that is no longer stays as it is. */
export function minorVersion(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}
