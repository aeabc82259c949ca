import * as z from "zod";
import { type BaseFacts, minorVersion } from "../python/base-facts.ts";
import { ByteCount } from "../text/units/byte-count.ts";

/** A virtual environment of the image that holds one phase and nothing else, neither of the base nor of other phases. */
export const PlannedEnvironment = z.readonly(
  z.strictObject({
    /** Absolute, e.g. `/opt/surelayer/envs/alignment`. */
    path: z.string(),
    interpreter: z.string(),
    /** Its site-packages. */
    purelib: z.string(),
    /** Environment variable of the image that holds `path`. */
    variable: z.string(),
    /** Apparent size of the environment without packages. */
    bytes: ByteCount,
  }),
);
export type PlannedEnvironment = z.infer<typeof PlannedEnvironment>;

type Python = BaseFacts["python"];

const FOLDER = "/opt/surelayer/envs";

/** The environment of an isolated phase. Its name has lower-case letters, digits and `-` only. */
export function plannedEnvironment(phase: string, base: Python): PlannedEnvironment {
  const python = environmentPython(phase, base);
  const path = environmentPath(phase);
  return {
    path,
    interpreter: python.executable,
    purelib: python.purelib,
    variable: environmentVariable(phase),
    bytes: emptyEnvironmentBytes(path, base),
  };
}

/** `speech-api` → `SURELAYER_ENV_SPEECH_API`: how a runtime finds the environment. */
function environmentVariable(phase: string): string {
  return `SURELAYER_ENV_${phase.toUpperCase().replaceAll("-", "_")}`;
}

/** The base's Python as it is inside the phase's environment. */
export function environmentPython(phase: string, base: Python): Python {
  const path = environmentPath(phase);
  return {
    ...base,
    executable: `${path}/bin/python`,
    purelib: `${path}/lib/${libraryName(base)}/site-packages`,
    scripts: `${path}/bin`,
    externallyManaged: false,
  };
}

/** Whether a Python is one that `environmentPython` answered. */
export function isOwnEnvironment(python: Python): boolean {
  return python.purelib.startsWith(`${FOLDER}/`);
}

/** Every file and link of an environment without packages, as `uv venv` leaves it (less what marks it as a cache). */
export function emptyEnvironmentFiles(phase: string, base: Python): readonly string[] {
  const path = environmentPath(phase);
  const links = ["lib64", "bin/python", "bin/python3", `bin/${libraryName(base)}`];
  return [...SCRIPTS.map((name) => `bin/${name}`), ...links, "pyvenv.cfg"].map((one) => `${path}/${one}`);
}

/** Scripts that `uv venv` writes, for all shells. */
const SCRIPTS = [
  ...["activate", "activate.bat", "activate.csh", "activate.fish", "activate.nu", "activate.ps1"],
  ...["activate.xsh", "activate_this.py", "deactivate.bat", "pydoc.bat"],
];

/** Measured with uv 0.13.9 (29,832 bytes for a path of 20 characters and /usr/bin/python3 3.11.2); five scripts hold the path. */
const FIXED_BYTES = 29_702;
const TIMES_PATH = 5;

function emptyEnvironmentBytes(path: string, base: Python): number {
  const home = base.executable.replace(/\/[^/]*$/, "");
  const nameBytes = [home, base.version, base.executable].reduce((sum, one) => sum + one.length, 0);
  return FIXED_BYTES + TIMES_PATH * path.length + nameBytes;
}

function environmentPath(phase: string): string {
  return `${FOLDER}/${phase}`;
}

/** CPython's folder and program are called alike: `python3.11`. */
function libraryName(base: Python): string {
  return `python${minorVersion(base.version)}`;
}
