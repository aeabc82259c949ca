import { describeLocation } from "../text/errors.ts";
import type { Draft } from "./draft.ts";
import type { Note, OptionalGroup } from "./outline.ts";
import { withoutSecrets } from "./without-secrets.ts";

const MOST_NOTES = 200;
const MOST_IN_GROUP = 40;

/** The comment above a manifest: its source, and what the manifest leaves out of it. */
export function noteComment(draft: Draft): string {
  const head = [
    `Written by \`surelayer init\` from ${draft.from}. Next: surelayer validate, surelayer plan.`,
  ];
  const notes = draft.notes.slice(0, MOST_NOTES).map((note) => ` - ${describeNote(note)}`);
  const more = draft.notes.length - notes.length;
  if (notes.length > 0)
    head.push("Not carried over:", ...notes, ...(more > 0 ? [` - and ${more} more`] : []));
  return head.map((line) => ` ${plain(line)}`).join("\n");
}

function describeNote({ message, at }: Note): string {
  return at === undefined
    ? message
    : `${describeLocation({ file: at.file, ...(at.line && { line: at.line }) })}: ${message}`;
}

/** Optional groups as phases in comments: a user adds a phase by removing the `# `. */
export function groupComment(groups: readonly OptionalGroup[]): string {
  const lines = groups.slice(0, MOST_IN_GROUP).flatMap(({ title, name, packages, at }) => [
    `${describeNote({ message: title, at })}:`,
    `  - name: ${name}`,
    `    packages: [${packages
      .slice(0, MOST_IN_GROUP)
      .map((one) => JSON.stringify(one))
      .join(", ")}]`,
  ]);
  const head =
    "Installed only on demand by the source, so left out here; move what the image needs to `phases`:";
  return [head, ...lines].map((line) => ` ${plain(line)}`).join("\n");
}

/** Text as one line of a comment, without anything that may be a secret. */
export function plain(text: string): string {
  return withoutSecrets(text).replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ");
}
