import { backendContradiction, torchBackendFault } from "../../manifest/settings/torch-backend.ts";
import type { DraftIndex } from "../draft.ts";
import type { Asked, Note } from "../outline.ts";
import { shown } from "../without-secrets.ts";

/** The backend that the source names for torch, unless an index of the source contradicts it. */
export function chooseBackend(
  asked: readonly Asked[],
  indexes: readonly DraftIndex[],
): { readonly backend: string | undefined; readonly notes: readonly Note[] } {
  let backend: string | undefined;
  const notes: Note[] = [];
  for (const { text, at } of asked) {
    const fault = backendFault(text, indexes) ?? otherFault(text, backend);
    if (fault === undefined) backend = text;
    else notes.push({ message: `the torch backend ${shown(text)}: ${fault}`, at });
  }
  return { backend, notes };
}

function backendFault(text: string, indexes: readonly DraftIndex[]): string | undefined {
  const isContradicted = indexes.some(({ url, packages }) =>
    packages.some((name) => backendContradiction(text, name, url) !== undefined),
  );
  return torchBackendFault(text) ?? (isContradicted ? "an index of torch says another one" : undefined);
}

function otherFault(text: string, first: string | undefined): string | undefined {
  return first === undefined || first === text ? undefined : `${shown(first)} comes before it`;
}
