import type { Instruction } from "dockerfile-ast";
import type { Asked, Command, Note, PipRequest } from "../outline.ts";
import type { Variables } from "./shell-commands.ts";

/** A COPY of files beside the Dockerfile, or a bind mount of them. */
export interface DockerCopy {
  readonly sources: readonly string[];
  /** Absolute path in the image. */
  readonly to: string;
  /** Whether the instruction says that `to` is a folder. */
  readonly intoFolder: boolean;
  /** Whether the image keeps the files. A bind mount ends with its RUN. */
  readonly kept: boolean;
  readonly line: number;
}

/** The content of a Dockerfile's last stage, in the order of the instructions. */
export interface DockerOutline {
  image: string | undefined;
  readonly requests: PipRequest[];
  readonly systemPackages: Asked[];
  readonly run: Command[];
  readonly copies: DockerCopy[];
  readonly env: Map<string, string>;
  workdir: string | undefined;
  entrypoint: readonly string[] | undefined;
  command: readonly string[] | undefined;
  readonly notes: Note[];
}

export interface DockerWalk {
  readonly file: string;
  readonly escape: string;
  readonly variables: Map<string, string>;
  readonly initial: ReadonlyMap<string, string>;
  readonly outline: DockerOutline;
}

/** No name, version or path is longer. */
const LONGEST = 2000;

/** Looks up variables. A value that is too long counts as unknown. */
export function mapVariables(map: ReadonlyMap<string, string>): Variables {
  return (name) => {
    const value = map.get(name);
    return value === undefined || value.length > LONGEST ? undefined : value;
  };
}

export function lineOf(instruction: Instruction): number {
  return instruction.getRange().start.line + 1;
}
