/**
 * How much a sign is worth, best first. `kernel`: the kernel or the engine says so; `cause`: an installer names the
 * cause itself; `build`: a package's build says so; `verdict`: an installer says what it could not do; `text`: any
 * other words.
 */
export const TRUST = ["kernel", "cause", "build", "verdict", "text"] as const;
export type Trust = (typeof TRUST)[number];
