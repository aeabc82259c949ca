import { quote } from "../../text/quote.ts";
import { slug } from "./image-reference.ts";

/** What is wrong with the name of a phase or an index, and what to write instead. */
export function phaseNameFault(name: string): string | undefined {
  if (name.length <= 63 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) return undefined;
  const instead = slug(name.replaceAll(/[/:@]/g, "-"), "speech");
  return `${quote(name)} can't be a name here; write lower-case letters, digits and \`-\`, such as \`${instead}\``;
}

/** What is wrong with the dotted name of a Python module, and what to write instead. */
export function moduleFault(name: string): string | undefined {
  if (/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(name)) return undefined;
  const module = name
    .trim()
    .replace(/^import\s+/, "")
    .replaceAll("-", "_");
  const instead = /^[A-Za-z_][\w.]{0,60}$/.test(module)
    ? module.replaceAll(/\.+/g, ".").replace(/\.$/, "")
    : "google.cloud.speech";
  return `${quote(name)} isn't the name of a Python module; write what Python imports, such as \`${instead}\``;
}

/** What is wrong with the command that the image runs. */
export function commandFault(parts: readonly string[]): string | undefined {
  if (parts.length === 0 || parts[0]?.trim() === "") {
    return `names no program; write ${commandExample(undefined)}`;
  }
  const wrong = parts.findIndex((part) => part.includes("\0"));
  return wrong < 0 ? undefined : `holds a NUL character in part ${wrong + 1}; remove it`;
}

/** The list that a command written as plain text stands for, where that is beyond doubt. */
export function commandExample(input: unknown): string {
  const simple = typeof input === "string" && input.length < 120 && /^[\w./=-]+(?: +[\w./=-]+)*$/.test(input);
  const parts = simple ? input.split(/ +/) : ["python", "-u", "/app/handler.py"];
  return `\`command: [${parts.join(", ")}]\``;
}
