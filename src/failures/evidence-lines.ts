import type { FailingTool, FailureEvidence } from "./failure-class.ts";

/** A line of the output, without the debug log's time and without blanks around it. */
export interface EvidenceLine {
  readonly text: string;
  /** Whether a package's build printed it, as opposed to the tool that ran. */
  readonly foreign: boolean;
}

const HEAD = 3 * 1024;
const END = 1024;
/** `2026-11-22T23:38:32,474 ` */
const LOG_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,\d{3} ?/;

/** A traceback quotes code, which holds the words of failures that did not happen. */
const QUOTED_CODE = /^(?:raise |File ")/;

/** The non-empty lines of the output. A long line loses its middle, so that no pattern takes long on it. */
export function evidenceLines({ tool, output }: FailureEvidence): readonly EvidenceLine[] {
  const foreign = foreignness(tool);
  const lines: EvidenceLine[] = [];
  for (const raw of output.split(/\r\n|\r|\n/)) {
    const line = shorten(raw).replace(LOG_TIME, "");
    const text = line.trim();
    if (text !== "" && !QUOTED_CODE.test(text)) lines.push({ foreign: foreign(line), text });
  }
  return lines;
}

function shorten(line: string): string {
  return line.length > HEAD + END ? `${line.slice(0, HEAD)} … ${line.slice(-END)}` : line;
}

/** Tells for line after line whether a package's build printed it. */
function foreignness(tool: FailingTool): (line: string) => boolean {
  if (tool === "pip") return pipForeignness();
  if (tool === "uv") return uvForeignness();
  return tool === "command" ? installersForeignness() : () => false;
}

const PIP_BUILD =
  /^\s*(?:Running command (?!pip subprocess|installing build dependencies)|╰─> \[|(?:│ )?\[\d+ lines? of output\])/;
const PIP_BUILD_END =
  /finished with status '|\[end of output\]|^\s*(?:ERROR|error): (?:\[present-(?:rich|diagnostic)\]|subprocess-exited|.{1,200} exited with )/;

/** pip marks where a build's output begins and ends. The inner pip for build requirements counts as pip itself. */
function pipForeignness(): (line: string) => boolean {
  let inside = false;
  return (line) => {
    if (PIP_BUILD.test(line)) {
      inside = true;
      return false;
    }
    if (inside && PIP_BUILD_END.test(line)) inside = false;
    return inside;
  };
}

/** A `run` step may call pip or uv. */
function installersForeignness(): (line: string) => boolean {
  const both = [pipForeignness(), uvForeignness()];
  return (line) => both.map((foreign) => foreign(line)).includes(true);
}

const UV_BUILD = /^\s*\[std(?:err|out)\]\s*$/;
const UV_OWN = /^\S|^\s{1,4}(?:cause|Caused by):/;

/** uv indents a build's output below `[stdout]` and `[stderr]`. */
function uvForeignness(): (line: string) => boolean {
  let inside = false;
  return (line) => {
    if (UV_BUILD.test(line)) {
      inside = true;
      return false;
    }
    if (inside && UV_OWN.test(line)) inside = false;
    return inside;
  };
}
