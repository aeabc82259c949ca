import { renderTroubleshooting } from "../../src/failures/render-troubleshooting.ts";
import { renderActionPage } from "./action-page.ts";
import { renderCliPage } from "./cli-page.ts";
import { renderExitCodesPage } from "./exit-codes-page.ts";
import { readExamples, renderManifestPage } from "./manifest-page.ts";

/** The files that pages are made of and that aren't code. */
export const INPUTS = { examples: "scripts/reference/manifest-examples.yml", action: "action.yml" } as const;

/** Every generated page, by its path. @param read gives the text of one of `INPUTS`. */
export function renderPages(read: (path: string) => string): ReadonlyMap<string, string> {
  return new Map([
    ["docs/reference/manifest.md", renderManifestPage(readExamples(read(INPUTS.examples)))],
    ["docs/reference/cli.md", renderCliPage()],
    ["docs/reference/action.md", renderActionPage(read(INPUTS.action))],
    ["docs/reference/exit-codes.md", renderExitCodesPage()],
    ["docs/TROUBLESHOOTING.md", renderTroubleshooting()],
  ]);
}
