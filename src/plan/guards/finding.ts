/** What a guard sees in a plan before anything is installed. */
export interface Finding {
  /** Stable name of the guard's rule, e.g. `untied-pair`. */
  readonly id: string;
  /** An error stops the plan; a warning is printed with it. */
  readonly severity: "error" | "warning";
  /** Whole sentence. */
  readonly message: string;
  /** What the user does next, a whole sentence. */
  readonly remedy: string;
  /** The phase that brings it; left out where the base does. */
  readonly phase?: string;
  /** Where the rule comes from: what was run or read, and when. */
  readonly source: string;
}
