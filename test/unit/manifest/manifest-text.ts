import { type ParseOptions, parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { ManifestError } from "../../../src/text/errors.ts";

/** Lines 1–3 of a good manifest, without phases, and what is added from line 4 on. */
export function head(more = ""): string {
  return `version: 1\nname: app\nbase: { image: python:3.12-slim }\n${more}`;
}

/** The smallest good manifest (lines 1–6), and what is added from line 7 on. */
export function good(more = ""): string {
  return head(`phases:\n  - name: light\n    packages: [torch]\n${more}`);
}

/** The good manifest with one phase of these requirements, each on a line from line 7 on. */
export function asking(...requirements: readonly string[]): string {
  const lines = requirements.map((requirement) => `      - ${JSON.stringify(requirement)}\n`);
  return head(`phases:\n  - name: light\n    packages:\n${lines.join("")}`);
}

/** Each problem as `line:column: message`; empty for a good manifest. */
export function problemsOf(text: string, options?: ParseOptions): string[] {
  try {
    parseManifest(text, "m.yml", options);
    return [];
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return error.problems.map(({ message, location }) => `${location.line}:${location.column}: ${message}`);
  }
}
