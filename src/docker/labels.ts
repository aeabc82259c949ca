import type { Labels } from "../ports/engine.ts";

/** The Engine API's label filters, as far as it can answer the question: it can't ask for "not empty". */
export function labelFilters(wanted: Labels): readonly string[] {
  return Object.entries(wanted).map(([name, value]) => (value === "" ? name : `${name}=${value}`));
}

/** Whether something has all these labels; an empty value asks for any value that isn't empty. */
export function hasLabels(actual: Labels | null | undefined, wanted: Labels): boolean {
  return Object.entries(wanted).every(([name, value]) => {
    const found = actual?.[name] ?? "";
    return value === "" ? found !== "" : found === value;
  });
}

/**
 * Labels that a commit must spell out. An engine merges the container's own labels into the image and offers no way to
 * drop them, so they are emptied: what a user starts from the image must never look like ours to a sweep.
 */
export function committedLabels(ofContainer: Labels, ofImage: Labels): Labels {
  const emptied = Object.fromEntries(Object.keys(ofContainer).map((name) => [name, ""]));
  return { ...emptied, ...ofImage };
}
