import * as z from "zod";
import { readRequirement } from "../../python/requirement.ts";
import { quote } from "../../text/quote.ts";
import { expected, without } from "../../text/units/expectation.ts";
import { textField } from "./fields.ts";

const EXAMPLE = "`setuptools<81`";

/** Bounds for what sources are built with, in uv's and pip's sense: they ask for nothing by themselves. */
export const BuildConstraints = z
  .array(
    textField(`a requirement, such as ${EXAMPLE}`).superRefine(without(buildConstraintFault)),
    expected("a list of requirements", "`build_constraints: ['setuptools<81']`"),
  )
  .default([]);

function buildConstraintFault(text: string): string | undefined {
  const read = readRequirement(text);
  if ("fault" in read) return read.fault;
  const { source, extras, specifiers } = read.requirement;
  if (source !== undefined)
    return `${quote(text)} names a file; a constraint names versions, such as ${EXAMPLE}`;
  if (extras.length > 0) return `${quote(text)} has extras, which a constraint can't have; write ${EXAMPLE}`;
  return specifiers.length > 0 ? undefined : `${quote(text)} bounds no version; write one such as ${EXAMPLE}`;
}
