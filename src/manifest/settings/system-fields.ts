import * as z from "zod";
import { describePath, expected, without } from "../../text/units/expectation.ts";
import { textField } from "./fields.ts";
import { runStepExample, runStepFault } from "./run-step.ts";
import { systemPackageFault } from "./system-package.ts";

const MOST_SYSTEM_PACKAGES = 300;

/** Packages of the base's distribution, by name or `name=version`. */
export const SystemPackages = z
  .array(
    textField("a package's name, such as `ffmpeg`").superRefine(without(systemPackageFault)),
    expected("a list of packages", "`system_packages: [ffmpeg]`"),
  )
  .max(MOST_SYSTEM_PACKAGES, {
    error: ({ path }) =>
      `${describePath(path ?? [])} has more than ${MOST_SYSTEM_PACKAGES} entries; choose a base that has them`,
  })
  .default([]);

/** A command of a phase, run by its words: nothing in them means anything to a shell, as there is none. */
export const RunStep = z
  .array(textField("a word of a command"), {
    error: (issue) => expected("a list", runStepExample(issue.input)).error(issue),
  })
  .superRefine(without(runStepFault));
