/**
 * A program of a phase ended with another code than 0: what it said, for whoever judges whether another try may help. It is
 * the `cause` of the error that the user is shown.
 */
export class FailedCommand extends Error {
  readonly tool: "apt" | "command";
  readonly exitCode: number;
  /** The end of both its streams. */
  readonly output: string;

  constructor(tool: FailedCommand["tool"], exitCode: number, output: string) {
    super(`${tool === "apt" ? "apt" : "the command"} ended with exit code ${exitCode}`);
    this.name = "FailedCommand";
    this.tool = tool;
    this.exitCode = exitCode;
    this.output = output;
  }
}
