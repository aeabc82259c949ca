import { isAbsolute, relative } from "node:path";
import * as core from "@actions/core";
import type { Clock, Logger } from "../../ports/machine.ts";
import { describeLocation, type SourceLocation } from "../../text/errors.ts";
import { neutralise } from "../../text/foreign-text.ts";
import { type Environment, variable } from "../environment.ts";
import { createTaskLines } from "./task-lines.ts";

interface ActionsLoggerOptions {
  readonly env: Environment;
  readonly clock: Pick<Clock, "monotonic">;
  /** Removes secrets from everything that is shown; the runner's own masks don't cover summaries and files. */
  readonly redact?: (text: string) => string;
}

/** GitHub shows ten annotations of each kind for a step, and silently drops the others. */
const MAX_ANNOTATIONS = 10;

type Annotate = (message: string, properties: core.AnnotationProperties) => void;

/**
 * Logs as a runner shows it: with groups, and annotations at the user's own lines. Every text is neutralised first, so that
 * a package's output can't give commands to the runner; that makes a `stop-commands` token unnecessary.
 */
export function createActionsLogger(options: ActionsLoggerOptions): Logger {
  const { env, redact = (text) => text } = options;
  const safe = (text: string): string => neutralise(redact(text));
  const tasks = createTaskLines(options.clock, (line) => core.info(safe(line)));
  const warn = createAnnotator(core.warning, "warning", env);
  const error = createAnnotator(core.error, "error", env);
  let depth = 0;
  return {
    debug: (message) => core.debug(safe(message)),
    info: (message) => core.info(safe(message)),
    warn: (message, location) => warn(safe(message), location),
    error: (message, location) => error(safe(message), location),
    async group(title, body) {
      // The runner can't nest groups: an inner group would end the outer one.
      if (depth > 0) core.info(safe(title));
      else core.startGroup(safe(title));
      depth++;
      try {
        return await body();
      } finally {
        depth--;
        if (depth === 0) core.endGroup();
      }
    },
    task: (title, body) => tasks.task(title, body),
  };
}

function createAnnotator(annotate: Annotate, kind: string, env: Environment) {
  let shown = 0;
  return (message: string, location: SourceLocation | undefined): void => {
    if (shown++ < MAX_ANNOTATIONS) {
      annotate(message, location ? toProperties(location, env) : {});
      return;
    }
    core.info(neutralise(`${location ? `${describeLocation(location)}: ` : ""}${kind}: ${message}`));
  };
}

/** Annotations need a file's path within the repository. */
function toProperties(location: SourceLocation, env: Environment): core.AnnotationProperties {
  const workspace = variable(env, "GITHUB_WORKSPACE");
  const file =
    workspace !== undefined && isAbsolute(location.file) ? relative(workspace, location.file) : location.file;
  return {
    file,
    ...(location.line !== undefined && { startLine: location.line }),
    ...(location.line !== undefined && location.column !== undefined && { startColumn: location.column }),
  };
}
