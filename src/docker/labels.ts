import type { Labels } from "../ports/engine.ts";

/** Label filters of the Engine API. They can't ask for "not empty", so `hasLabels` must check the answer. */
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
 * All labels for a commit. An engine copies the container's own labels into the image, and can't drop them. So they get
 * empty values: a sweep must never take a user's container of that image for ours.
 */
export function committedLabels(ofContainer: Labels, ofImage: Labels): Labels {
  const emptied = Object.fromEntries(Object.keys(ofContainer).map((name) => [name, ""]));
  return { ...emptied, ...ofImage };
}
