/**
 * Terminal codes: window titles and links up to their end, then colours and cursor movements, then the rest. No text takes
 * quadratic time; Node's stripVTControlCharacters takes it for a repeated `ESC ] 8 ; ;`.
 */
const TERMINAL_CODES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is its purpose
  /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|\u001b[ -/]*[0-Z\\-~]?/gu;

// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is its purpose
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;
/** Characters that change the reading direction, and so make a log line read differently. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const LINE_END = /\r\n|\r|\n/u;

/**
 * Makes text of a container, package or server safe to show: without terminal codes, control characters, and anything that
 * a runner would take for a workflow command. A runner reads `::command::` after leading blanks, and the older
 * `##[command]` anywhere in a line. For a runner, a lone carriage return starts a line.
 */
export function neutralise(text: string): string {
  return text.split(LINE_END).map(neutraliseLine).join("\n");
}

function neutraliseLine(line: string): string {
  return (
    line
      .replace(TERMINAL_CODES, "")
      .replace(CONTROLS, "")
      .replace(DIRECTIONS, "")
      // Comes last, because the removals above may join the parts of a command.
      .replace(/^(\s*):(?=:)/u, "$1: ")
      .replaceAll("##[", "# #[")
  );
}

interface LineSplitterOptions {
  /** Further bytes of a line are left out, and a note in the line counts them; by default 16 KiB. */
  readonly maxLineBytes?: number;
  /** Gets each line, decoded as UTF-8 but not yet neutralised. */
  readonly onLine: (line: string) => void;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const DEFAULT_MAX_LINE_BYTES = 16 * 1024;

/** Cuts a byte stream into lines in bounded memory. A line ends with LF, CR LF, or a lone CR as in progress bars. */
export function createLineSplitter(options: LineSplitterOptions) {
  const line = createLineBuffer(options.maxLineBytes ?? DEFAULT_MAX_LINE_BYTES);
  let afterReturn = false;
  const write = (chunk: Uint8Array): void => {
    let start = 0;
    for (let end = nextLineEnd(chunk, start); end !== -1; end = nextLineEnd(chunk, start)) {
      const completesReturn = afterReturn && end === 0 && chunk[end] === LINE_FEED;
      if (!completesReturn) {
        line.append(chunk.subarray(start, end));
        options.onLine(line.take());
      }
      const isReturn = chunk[end] === CARRIAGE_RETURN;
      start = end + (isReturn && chunk[end + 1] === LINE_FEED ? 2 : 1);
      // A CR that ends the chunk may be the first half of a CR LF.
      afterReturn = isReturn && start === chunk.length && end === chunk.length - 1;
    }
    if (start < chunk.length) afterReturn = false;
    line.append(chunk.subarray(start));
  };
  /** Passes on the text after the last line end. */
  const end = (): void => {
    if (!line.isEmpty()) options.onLine(line.take());
  };
  return { write, end };
}

function nextLineEnd(chunk: Uint8Array, from: number): number {
  for (let index = from; index < chunk.length; index++) {
    if (chunk[index] === LINE_FEED || chunk[index] === CARRIAGE_RETURN) return index;
  }
  return -1;
}

/** Bytes of one line, at most `maxBytes` of them kept. */
function createLineBuffer(maxBytes: number) {
  let parts: Uint8Array[] = [];
  let kept = 0;
  let seen = 0;
  return {
    isEmpty: () => seen === 0,
    append(bytes: Uint8Array): void {
      const room = maxBytes - kept;
      // A copy, because a stream may reuse the chunk's memory.
      if (room > 0 && bytes.length > 0) parts.push(Buffer.from(bytes.subarray(0, room)));
      kept += Math.min(room, bytes.length);
      seen += bytes.length;
    },
    take(): string {
      const text = decode(Buffer.concat(parts), seen - kept);
      parts = [];
      kept = 0;
      seen = 0;
      return text;
    },
  };
}

function decode(bytes: Uint8Array, leftOut: number): string {
  if (leftOut === 0) return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  // Decoded as a stream, which drops a half character at the end; otherwise a replacement mark would show.
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes, { stream: true });
  return `${text} … (${leftOut} bytes left out)`;
}
