import { type FailureRule, failureRule } from "../signature.ts";

/** The packages asked for don't go together, or don't exist. */
export const RESOLUTION_RULES: readonly FailureRule[] = [
  failureRule({
    id: "R2",
    name: "wrong Python version",
    seen: "Every version that was asked for wants a Python that the base image doesn't have.",
    error: "conflict",
    remedy:
      "Use a base image with the Python that the package wants, or ask for a version that supports this one.",
    signatures: [
      {
        trust: "cause",
        pattern: /Ignored the following versions that require a different python version/,
        tools: ["pip"],
      },
      { trust: "cause", pattern: /requires a different Python: \d/, tools: ["pip"] },
      {
        trust: "cause",
        pattern:
          /(?:current|requested) Python version .{0,80}does not satisfy|\brequires Python [<>=!~]{1,3}[\d.]{1,20} and only .{1,300} (?:is|are) available/,
        tools: ["uv"],
      },
    ],
  }),
  failureRule({
    id: "R6",
    name: "no wheel for this platform",
    seen: "The index has the package, but no wheel for the image's Python, operating system or processor, and no source.",
    error: "conflict",
    remedy:
      "Ask for a version with a wheel for this Python on Linux x86-64, or use a base image whose Python has one.",
    signatures: [
      { trust: "cause", pattern: /^Skipping link: none of the wheel's tags/, tools: ["pip"] },
      { trust: "verdict", pattern: /is not a supported wheel on this platform/, tools: ["pip"] },
      {
        trust: "cause",
        pattern:
          /has no wheels with a matching|has no (?:usable|compatible) wheels|no wheels? (?:is|are) (?:usable|compatible)|doesn't have a source distribution or wheel for the current platform/,
        tools: ["uv"],
      },
    ],
  }),
  failureRule({
    id: "R3",
    name: "versions conflict",
    seen: "Two packages want versions of a third that exclude each other.",
    error: "conflict",
    remedy:
      "Loosen one of the requirements named above, or give one of the phases `environment: isolated`. `surelayer plan` finds this before anything is installed.",
    signatures: [
      {
        trust: "cause",
        pattern: /have conflicting dependencies|ERROR: ResolutionImpossible/,
        tools: ["pip"],
      },
      { trust: "cause", pattern: /\bare incompatible\b/, tools: ["uv"] },
      { trust: "cause", pattern: /have unmet dependencies|held broken packages/, tools: ["apt"] },
      { trust: "verdict", pattern: /No solution found when resolving/, tools: ["uv"] },
      { trust: "verdict", pattern: /^ERROR: Cannot install /, tools: ["pip"] },
    ],
  }),
  failureRule({
    id: "R4",
    name: "installed set inconsistent",
    seen: "The installer ended with success, but moved a package that another one needs in its old version.",
    error: "conflict",
    remedy: "Pin the package named above for all phases, or give the phase `environment: isolated`.",
    signatures: [
      {
        trust: "verdict",
        pattern: /dependency resolver does not currently take into account/,
        tools: ["pip"],
      },
      {
        trust: "text",
        pattern:
          /^\S{1,200} \S{1,100} (?:has requirement .{1,500}, but you have |requires .{1,300}, which is not installed)|^The package `.{1,200}` requires `/,
        tools: ["command"],
      },
    ],
  }),
  failureRule({
    id: "R0",
    name: "package unknown",
    seen: "The index answers that it has no package of this name.",
    error: "conflict",
    remedy: "Correct the name, or bind the package to the index that has it (`indexes:` in install.yml).",
    signatures: [
      {
        trust: "cause",
        pattern: /^Could not fetch URL \S{1,3000}: (?:404|410) Client Error/,
        tools: ["pip"],
      },
      {
        trust: "cause",
        pattern: /was not found in the package registry|was not found in the provided package locations/,
        tools: ["uv"],
        unless: /lack of valid authentication credentials|returned a 403 Forbidden/,
      },
    ],
  }),
  failureRule({
    id: "R1",
    name: "version unknown",
    seen: "The index has the package, but not the version that was asked for.",
    error: "conflict",
    remedy: "Ask for one of the versions that the index has; `surelayer plan` names the nearest.",
    signatures: [
      { trust: "verdict", pattern: /\(from versions: (?!none\))/, tools: ["pip"] },
      { trust: "verdict", pattern: /\(from versions: none\)/, tools: ["pip"] },
      {
        trust: "cause",
        pattern: /there (?:is|are) no versions? of|^(?:cause: )?Because only .{1,2000}(?:is|are) available/,
        tools: ["uv"],
        unless: /\bare incompatible\b/,
      },
      { trust: "verdict", pattern: /^E: Version '.{1,300}' for '.{1,300}' was not found/, tools: ["apt"] },
    ],
  }),
];
