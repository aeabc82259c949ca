import { fillTemplate, placeholders, type WheelField } from "../../python/wheel-template.ts";
import type { WheelFacts } from "./wheel-facts.ts";

const FIELDS: Readonly<Record<WheelField, (facts: WheelFacts) => string | undefined>> = {
  version: (facts) => facts.version,
  cuda_major: ({ torch }) => torch?.cudaVersion.split(".")[0],
  cuda_version: ({ torch }) => torch?.cudaVersion.replace(".", ""),
  torch_minor: ({ torch }) => torch?.minor,
  cxx11abi: ({ torch }) => torch && (torch.cxx11abi ? "TRUE" : "FALSE"),
  python_tag: (facts) => facts.pythonTag,
  platform: (facts) => facts.platform,
};

/** The address that a template gives for these facts; `+` of a local version is written as URLs have it. */
export function wheelUrl(template: string, facts: WheelFacts): string {
  const filled = fillTemplate(template, (field) => FIELDS[field](facts) ?? "");
  const [path = "", fragment] = filled.split("#", 2);
  return `${path.replaceAll("+", "%2B")}${fragment === undefined ? "" : `#${fragment}`}`;
}

/** Whether a template asks for what only torch decides. */
export function dependsOnTorch(template: string): boolean {
  return placeholders(template).some((name) => /^(?:cuda|torch|cxx11abi)/.test(name));
}
