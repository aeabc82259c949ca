import type { WheelFacts } from "./wheel-facts.ts";

/** What a `wheels:` template may hold between braces. */
const FIELDS: Readonly<Record<string, (facts: WheelFacts) => string>> = {
  version: (facts) => facts.version,
  cuda_major: (facts) => facts.cudaVersion.split(".")[0] ?? "",
  cuda_version: (facts) => facts.cudaVersion.replace(".", ""),
  torch_minor: (facts) => facts.torchMinor,
  cxx11abi: (facts) => (facts.cxx11abi ? "TRUE" : "FALSE"),
  python_tag: (facts) => facts.pythonTag,
  platform: (facts) => facts.platform,
};

/** What is wrong with a template, and what to write instead. */
export function templateFault(template: string): string | undefined {
  const unknown = placeholders(template).find((name) => !Object.hasOwn(FIELDS, name));
  if (unknown !== undefined) {
    return `holds \`{${unknown}}\`, which isn't known; known are ${Object.keys(FIELDS)
      .map((name) => `\`{${name}}\``)
      .join(", ")}`;
  }
  if (/[{}]/.test(template.replaceAll(PLACEHOLDER, ""))) {
    return "has a `{` without its `}`; write placeholders such as `{version}`";
  }
  if (!/^https:\/\//.test(template)) return "must be an https:// address";
  if (!/\.whl$/.test(template.split(/[?#]/)[0] ?? "")) return "must end in `.whl`";
  if (!placeholders(template).includes("version")) return "must hold `{version}`";
  return undefined;
}

/** The address that a template gives for these facts; `+` of a local version is written as URLs have it. */
export function wheelUrl(template: string, facts: WheelFacts): string {
  const filled = template.replaceAll(PLACEHOLDER, (whole, name: string) => FIELDS[name]?.(facts) ?? whole);
  const [path = "", rest = ""] = filled.split(/(?=[?#])/, 2);
  return `${path.replaceAll("+", "%2B")}${rest}`;
}

/** The file's name as installers know it. */
export function wheelName(url: string): string {
  const path = url.split(/[?#]/)[0] ?? url;
  return decodeURIComponent(path.slice(path.lastIndexOf("/") + 1));
}

const PLACEHOLDER = /\{([A-Za-z0-9_]+)\}/g;

function placeholders(template: string): readonly string[] {
  return [...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? "");
}
