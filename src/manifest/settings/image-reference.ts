import { quote } from "../../text/quote.ts";

const COMPONENT = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const REGISTRY = /^(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?$/;

/** What is wrong with the name of an image of one's own, without registry and tag. */
export function imageNameFault(name: string): string | undefined {
  if (name.length <= 128 && COMPONENT.test(name)) return undefined;
  if (/[/:@]/.test(name)) {
    return `${quote(name)} is more than a name; registry and tag are given when pushing: write \`${slug(name)}\``;
  }
  return `${quote(name)} can't name an image; write lower-case letters, digits and \`-\`, such as \`${slug(name)}\``;
}

/** What is wrong with a reference to an image of a registry, and what to write instead. */
export function imageReferenceFault(reference: string): string | undefined {
  const shown = quote(reference);
  if (reference.trim() === "") return "is empty; write an image, such as `python:3.12-slim`";
  if (/[^\x21-\x7e]/.test(reference))
    return `${shown} holds a space or a strange character; write it without`;
  if (reference.includes("://"))
    return "is a web address; write the image without `https://`, such as `python:3.12-slim`";
  const [name, digest, more] = reference.split("@");
  if (more !== undefined || (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))) {
    return `${shown} has a wrong digest; write \`@sha256:\` and its 64 digits behind the name`;
  }
  return nameAndTagFault(name ?? "", shown);
}

function nameAndTagFault(text: string, shown: string): string | undefined {
  const colon = text.lastIndexOf(":");
  const tagged = colon > text.lastIndexOf("/");
  const name = tagged ? text.slice(0, colon) : text;
  if (tagged && !/^\w[\w.-]{0,127}$/.test(text.slice(colon + 1))) {
    return `${shown} has a wrong tag; write letters, digits, \`.\`, \`_\` and \`-\` behind the \`:\``;
  }
  const components = name.split("/");
  if (hasRegistry(components)) components.shift();
  if (name.length <= 255 && components.every((component) => COMPONENT.test(component))) return undefined;
  const lower = text.toLowerCase();
  if (lower !== text && nameAndTagFault(lower, "") === undefined) {
    return `${shown} has capital letters in its name; write it as \`${name.toLowerCase()}\``;
  }
  return `${shown} isn't an image reference; write one such as \`python:3.12-slim\``;
}

function hasRegistry(components: readonly string[]): boolean {
  const [first = ""] = components;
  return components.length > 1 && (/[.:]/.test(first) || first === "localhost") && REGISTRY.test(first);
}

/** The nearest name of lower-case letters, digits and single hyphens; `fallback` where nothing is left. */
export function slug(text: string, fallback = "my-image"): string {
  const last = text.slice(0, 200).split("/").at(-1)?.split(/[:@]/)[0] ?? "";
  const plain = last.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return plain.replaceAll(/^-|-$/g, "").slice(0, 60).replace(/-$/, "") || fallback;
}
