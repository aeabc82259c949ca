import { type FailureRule, failureRule } from "../signature.ts";

const ANOTHER =
  "Ask for another version of the package, or leave it out, and tell its authors. The same holds for a source that is built to such a wheel.";

const BAD_STRUCTURE =
  /^(?:The \.dist-info directory `[^`]{1,300}` does not start with|Multiple \.dist-info directories found|Archive contains )/;

/**
 * A wheel came whole, and no try can install it as its format says. Seen from uv 0.13.9, pip 23.2.1 and pip 26.3 (bench/
 * classification-corpus). A plan finds most of these in the wheels' directories; the rest are wheels that sources are built to.
 */
export const WHEEL_RULES: readonly FailureRule[] = [
  failureRule({
    id: "W3",
    name: "wheel replaces Python",
    seen: "A wheel brings a script named like the interpreter, such as `python3`. Where uv refuses it, pip puts it into the interpreter's place.",
    remedy: `Find out where this file comes from before you trust anything else of it. ${ANOTHER}`,
    signatures: [{ trust: "cause", pattern: /Scripts must not use the reserved name/, tools: ["uv"] }],
  }),
  failureRule({
    id: "W2",
    name: "wheel leaves its folder",
    seen: "A file of the wheel would be written outside of its place, by `../` or an absolute path. Where pip refuses it, uv leaves the file out and says nothing.",
    remedy: `Find out where this file comes from: no build tool writes such a name. ${ANOTHER}`,
    signatures: [
      {
        trust: "cause",
        pattern: /trying to install outside (?:the )?target directory|would be installed outside the scripts/,
        tools: ["pip"],
      },
      { trust: "cause", pattern: /Script path must resolve to a file within the scripts/, tools: ["uv"] },
    ],
  }),
  failureRule({
    id: "W1",
    name: "wheel malformed",
    seen: "The wheel breaks the rules of its format. It may lack RECORD or WHEEL, hold two .dist-info folders or a symbolic link, or have a control character in a name.",
    remedy: ANOTHER,
    signatures: [
      {
        trust: "cause",
        pattern:
          /Archive contains unacceptable filename|unsupported compression method|[Mm]ultiple \.dist-info directories found|Unknown wheel data type|Unsupported wheel major version|`(?:RECORD|entry_points\.txt)` (?:file )?is invalid|invalid console script|invalid entry \(directory\) in the `scripts`|failed to open file `[^`]{1,1000}\.dist-info\/(?:RECORD|WHEEL|METADATA)`: No such file|failed to (?:create directory|open file) `[^`]{1,3000}`: (?:File exists|Not a directory)|^File name too long \(os error 36\)/,
        tools: ["uv"],
      },
      // While uv resolves, one line names the package and a later one says what is wrong with it.
      {
        trust: "cause",
        pattern: /has an invalid package format/,
        tools: ["uv"],
        unless: (lines) => !lines.some(({ text }) => BAD_STRUCTURE.test(text)),
      },
      {
        trust: "cause",
        pattern:
          /multiple \.dist-info directories found|\.dist-info directory (?:not found|'[^']{1,300}' does not start with)|could not read '[^']{1,300}\.dist-info\/WHEEL' file: KeyError|Wheel-Version \(.{1,50}\) is not compatible|Unknown scheme key used in|\.data directory contents should be named|Invalid script entry point: |Error decoding metadata for .{1,1000} file$|due to an OSError: (?:RECORD$|\[Errno (?:20|21|36)\])/,
        tools: ["pip"],
      },
    ],
  }),
];
