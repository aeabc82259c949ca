import { type FailureRule, failureRule } from "../signature.ts";

/** Known from the exit code alone, because the output shows nothing. */
export const EXIT_RULES: readonly FailureRule[] = [
  failureRule({
    id: "S1",
    name: "crashed by a signal",
    seen: "The import passes, but the first use aborts (134) or crashes (139): mostly a library that doesn't match, such as cuDNN.",
    remedy:
      "Run the command with PYTHONFAULTHANDLER=1 to see where it crashes; look at the versions of the nvidia-* wheels and of what was built for them.",
    signatures: [
      {
        trust: "text",
        pattern:
          /^Fatal Python error: |Segmentation fault|\(core dumped\)|^Aborted$|double free or corruption|free\(\): invalid/,
        tools: ["command"],
      },
    ],
  }),
  failureRule({
    id: "S3",
    name: "command can't run",
    seen: "A command names a program or a file that isn't in the image, or Python code that this Python can't read.",
    remedy:
      "Correct the command, or install what it needs in the phase's `packages` or `system_packages`. Code for a newer Python needs a newer base.",
    signatures: [
      {
        trust: "text",
        pattern:
          /^\s{0,20}SyntaxError: |: can't open file '[^']{1,300}': \[Errno 2\]|executable file not found in \$PATH|exec: "[^"]{1,300}": stat .{1,300}: no such file or directory/,
        tools: ["command"],
      },
    ],
  }),
  failureRule({
    id: "S2",
    name: "killed from outside",
    seen: "Somebody ended the process (SIGKILL, SIGTERM), and the kernel's count of out-of-memory kills did not rise.",
    retry: "once",
    remedy:
      "See what stops processes on this machine: another job's cleanup, a time limit, or memory that ran out outside the container.",
  }),
  failureRule({
    id: "U",
    name: "unknown",
    seen: "The failure has no sign that Surelayer knows.",
    retry: "once",
    remedy: "Read the log file. If others could meet this too, please report it with the log's last lines.",
  }),
];
