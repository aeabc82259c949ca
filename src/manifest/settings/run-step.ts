import * as z from "zod";
import { quote } from "../../text/quote.ts";
import { expected, without } from "../../text/units/expectation.ts";
import { textField } from "./fields.ts";

/** A command of a phase, run by its words: nothing in them means anything to a shell, as there is none. */
export const RunStep = z
  .array(textField("a word of a command"), {
    error: (issue) => expected("a list", runStepExample(issue.input)).error(issue),
  })
  .superRefine(without(runStepFault));

/** What is wrong with the words of a `run` step. */
export function runStepFault(words: readonly string[]): string | undefined {
  if (words.length === 0 || words[0]?.trim() === "")
    return `names no program; write ${runStepExample(undefined)}`;
  const wrong = words.findIndex((word) => word.includes("\0"));
  if (wrong >= 0) return `holds a NUL character in word ${wrong + 1}; remove it`;
  const [program = ""] = words;
  if (words.length === 1 && /\s/.test(program)) {
    return `has ${quote(program)} as its program, blanks included; write each word by itself: ${runStepExample(program)}`;
  }
  return undefined;
}

/** The argv list that a step written as one line stands for, where that is beyond doubt. */
export function runStepExample(input: unknown): string {
  const simple =
    typeof input === "string" && input.length < 120 && /^[\w./=:@,+-]+(?: +[\w./=:@,+-]+)*$/.test(input);
  const words = simple ? input.split(/ +/) : ["python", "-m", "nltk.downloader", "punkt"];
  return `\`[${words.map(flowWord).join(", ")}]\``;
}

/** YAML takes some plain words for something else. */
function flowWord(word: string): string {
  return /^[A-Za-z./-][\w./@=+-]*$/.test(word) && !/^(?:true|false|null|yes|no|on|off|-)$/i.test(word)
    ? word
    : JSON.stringify(word);
}
