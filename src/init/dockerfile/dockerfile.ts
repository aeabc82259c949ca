import { DockerfileParser, type From, type Instruction } from "dockerfile-ast";
import type { Note } from "../outline.ts";
import { shown } from "../without-secrets.ts";
import { type DockerOutline, lineOf, mapVariables } from "./docker-outline.ts";
import { applyInstruction } from "./dockerfile-instructions.ts";
import { expandVariables } from "./expand-variables.ts";

/** Reads the last stage of a Dockerfile, and the stages that the last is built on. */
export function readDockerfileText(text: string, file: string): DockerOutline {
  const parsed = DockerfileParser.parse(text);
  const { initial, stages } = cutIntoStages(parsed.getInstructions());
  const { chain, image, left } = lastChain(stages, initial);
  const outline: DockerOutline = {
    image,
    requests: [],
    systemPackages: [],
    run: [],
    copies: [],
    env: new Map(),
    workdir: undefined,
    entrypoint: undefined,
    command: undefined,
    notes: left.map((stage) => leftStage(stage, file)),
  };
  const walk = {
    file,
    escape: parsed.getEscapeCharacter(),
    variables: new Map<string, string>(),
    initial,
    outline,
  };
  for (const instruction of chain) applyInstruction(walk, instruction);
  return outline;
}

interface Stage {
  readonly from: From;
  readonly instructions: readonly Instruction[];
}

function cutIntoStages(instructions: readonly Instruction[]) {
  const initial = new Map<string, string>();
  const stages: { from: From; instructions: Instruction[] }[] = [];
  for (const instruction of instructions) {
    if (instruction.getKeyword() === "FROM") stages.push({ from: instruction as From, instructions: [] });
    else if (stages.length > 0) stages.at(-1)?.instructions.push(instruction);
    else if (instruction.getKeyword() === "ARG") setArgument(initial, instruction);
  }
  return { initial, stages };
}

function setArgument(initial: Map<string, string>, instruction: Instruction): void {
  const [, name, value] =
    /^\s*(\w+)=["']?(.*?)["']?\s*$/s.exec(instruction.getArgumentsContent() ?? "") ?? [];
  if (name !== undefined) initial.set(name, expandVariables(value ?? "", mapVariables(initial)));
}

/** The instructions of the last stage after those of the stages below it, and the image below all of them. */
function lastChain(stages: readonly Stage[], initial: ReadonlyMap<string, string>) {
  const used = new Set<Stage>();
  let chain: Instruction[] = [];
  let image: string | undefined;
  let index = stages.length - 1;
  // The loop ends, because a stage is only built on an earlier one.
  while (index >= 0) {
    const stage = stages[index];
    if (stage === undefined) break;
    used.add(stage);
    chain = [...stage.instructions, ...chain];
    const parent = expandVariables(stage.from.getImage() ?? "", mapVariables(initial));
    const name = parent.toLowerCase();
    index = stages.slice(0, index).findLastIndex(({ from }) => from.getBuildStage()?.toLowerCase() === name);
    if (index < 0) image = parent;
  }
  return { chain, image, left: stages.filter((stage) => !used.has(stage)) };
}

function leftStage({ from }: Stage, file: string): Note {
  const name = from.getBuildStage() ?? from.getImage() ?? "";
  return {
    message: `the stage ${shown(name)}, which the last stage isn't built on`,
    at: { file, line: lineOf(from) },
  };
}
