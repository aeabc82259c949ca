import * as z from "zod";
import { quote } from "../../text/quote.ts";
import { describePath, expected, without } from "../../text/units/expectation.ts";
import { textField } from "./fields.ts";

const MOST_SYSTEM_PACKAGES = 300;

/** Packages of the base's distribution, by name or `name=version`. */
export const SystemPackages = z
  .array(
    textField("a package's name, such as `ffmpeg`").superRefine(without(systemPackageFault)),
    expected("a list of packages", "`system_packages: [ffmpeg]`"),
  )
  .max(MOST_SYSTEM_PACKAGES, {
    error: ({ path }) =>
      `${describePath(path ?? [])} has more than ${MOST_SYSTEM_PACKAGES} entries; choose a base that has them`,
  })
  .default([]);

/** A package of the base's distribution, by the rules of Debian policy §5.6. */
interface SystemPackage {
  readonly name: string;
  /** Exactly this version, e.g. `7:5.1.6-0+deb12u1`; undefined takes what the distribution has. */
  readonly version: string | undefined;
}

const NAME = /^[a-z0-9][a-z0-9+.-]+$/;
const VERSION = /^(?:\d{1,9}:)?\d[A-Za-z0-9.+~-]{0,200}$/;
const LONGEST = 300;
const EXAMPLE = "`ffmpeg`";

/** Takes `name` or `name=version` apart; call it with text that has no fault. */
export function parseSystemPackage(text: string): SystemPackage {
  const at = text.indexOf("=");
  return at < 0
    ? { name: text, version: undefined }
    : { name: text.slice(0, at), version: text.slice(at + 1) };
}

/** What is wrong with a system package, and what to write instead. apt reads much more than names out of its arguments. */
export function systemPackageFault(text: string): string | undefined {
  if (text.trim() === "") return `is empty; write a package's name, such as ${EXAMPLE}`;
  if (text.length > LONGEST)
    return `${quote(text)} is longer than ${LONGEST} characters; write a package's name`;
  if (text.startsWith("-"))
    return `${quote(text)} is an option of apt; write a package's name, such as ${EXAMPLE}`;
  if (text.trim().includes(" ")) return `${quote(text)} holds blanks; write one package per list entry`;
  if (text.includes("/")) {
    return `${quote(text)} is a file or another release; write a package's name, such as ${EXAMPLE}`;
  }
  if (/[<>~!]=|==|>|</.test(text)) {
    return `${quote(text)} compares versions; apt takes one exactly: write \`name=version\``;
  }
  return nameFault(text);
}

function nameFault(text: string): string | undefined {
  const { name, version } = parseSystemPackage(text);
  if (name.includes(":"))
    return `${quote(text)} names an architecture; write the name alone: images are for amd64`;
  if (/[*?^$[\]|]/.test(name)) return `${quote(text)} is a pattern; write each package's whole name`;
  if (name.endsWith("-")) {
    return `${quote(text)} ends with \`-\`, which asks apt to remove a package; write names of packages to install`;
  }
  if (!NAME.test(name)) {
    return `${quote(text)} isn't the name of a package; write lower-case letters, digits, \`+\`, \`-\` and \`.\`, such as ${EXAMPLE}`;
  }
  if (version !== undefined && !VERSION.test(version)) {
    return `${quote(text)} has no version behind \`=\`; write one exactly, such as \`${name}=1.2.3-1\`, or the name alone`;
  }
  return undefined;
}
