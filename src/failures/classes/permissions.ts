import { type FailureRule, failureRule } from "../signature.ts";

/** The file system or the Python of the image refuses. */
export const PERMISSION_RULES: readonly FailureRule[] = [
  failureRule({
    id: "P2",
    name: "Python managed by the system",
    seen: "The image's Python is marked as belonging to its package manager (PEP 668), and pip refuses to install into it.",
    remedy:
      "Let Surelayer install the packages (`packages:`), or make a virtual environment in the `run` step, or pass --break-system-packages there.",
    signatures: [
      {
        trust: "cause",
        pattern:
          /externally-managed-environment|is externally managed|This environment is externally managed/,
      },
    ],
  }),
  failureRule({
    id: "P1",
    name: "permission denied",
    seen: "A file or folder of the image can't be written or run by the user who installs.",
    remedy:
      "Look at owner and mode of the path named above, and at USER and read-only mounts of the base image.",
    signatures: [
      {
        trust: "cause",
        pattern:
          /\bErrno 13\b|\bErrno 30\b|os error (?:13|30)\b|13: Permission denied|are you root\?|Read-only file system/,
        tools: ["pip", "uv", "apt"],
      },
      {
        trust: "text",
        pattern:
          /\bErrno 13\b|\bErrno 30\b|Permission denied|Operation not permitted|Read-only file system|are you root\?/,
      },
    ],
  }),
];
