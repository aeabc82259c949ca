process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);

// src/text/foreign-text.ts
var TERMINAL_CODES = (
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is its purpose
  /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|\u001b[ -/]*[0-Z\\-~]?/gu
);
var CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;
var DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
var LINE_END = /\r\n|\r|\n/u;
function neutralise(text) {
  return text.split(LINE_END).map(neutraliseLine).join("\n");
}
function neutraliseLine(line) {
  return line.replace(TERMINAL_CODES, "").replace(CONTROLS, "").replace(DIRECTIONS, "").replace(/^(\s*):(?=:)/u, "$1: ").replaceAll("##[", "# #[");
}
var LINE_FEED = 10;
var CARRIAGE_RETURN = 13;
var DEFAULT_MAX_LINE_BYTES = 16 * 1024;
function createLineSplitter(options) {
  const line = createLineBuffer(options.maxLineBytes ?? DEFAULT_MAX_LINE_BYTES);
  let afterReturn = false;
  const write = (chunk) => {
    let start = 0;
    for (let end2 = nextLineEnd(chunk, start); end2 !== -1; end2 = nextLineEnd(chunk, start)) {
      const completesReturn = afterReturn && end2 === 0 && chunk[end2] === LINE_FEED;
      if (!completesReturn) {
        line.append(chunk.subarray(start, end2));
        options.onLine(line.take());
      }
      const isReturn = chunk[end2] === CARRIAGE_RETURN;
      start = end2 + (isReturn && chunk[end2 + 1] === LINE_FEED ? 2 : 1);
      afterReturn = isReturn && start === chunk.length && end2 === chunk.length - 1;
    }
    if (start < chunk.length) afterReturn = false;
    line.append(chunk.subarray(start));
  };
  const end = () => {
    if (!line.isEmpty()) options.onLine(line.take());
  };
  return { write, end };
}
function nextLineEnd(chunk, from) {
  for (let index = from; index < chunk.length; index++) {
    if (chunk[index] === LINE_FEED || chunk[index] === CARRIAGE_RETURN) return index;
  }
  return -1;
}
function createLineBuffer(maxBytes) {
  let parts = [];
  let kept = 0;
  let seen = 0;
  return {
    isEmpty: () => seen === 0,
    append(bytes) {
      const room = maxBytes - kept;
      if (room > 0 && bytes.length > 0) parts.push(Buffer.from(bytes.subarray(0, room)));
      kept += Math.min(room, bytes.length);
      seen += bytes.length;
    },
    take() {
      const text = decode(Buffer.concat(parts), seen - kept);
      parts = [];
      kept = 0;
      seen = 0;
      return text;
    }
  };
}
function decode(bytes, leftOut) {
  if (leftOut === 0) return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes, { stream: true });
  return `${text} \u2026 (${leftOut} bytes left out)`;
}

export {
  neutralise,
  createLineSplitter
};
