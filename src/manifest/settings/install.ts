import * as z from "zod";
import { expected, without } from "../../text/units/expectation.ts";
import { Duration } from "../../text/units/measures.ts";
import { textField } from "./fields.ts";
import type { Immutable } from "./immutable.ts";
import { torchBackendFault } from "./torch-backend.ts";

const MOST_ATTEMPTS = 20;
const MOST_FACTOR = 10;

/** How packages are chosen and installed, and how often that is tried. */
export const Install = z.strictObject(
  {
    installer: z.enum(["uv", "pip"], expected("`uv` or `pip`", "`installer: uv`")).default("uv"),
    /** Tries for each class of failure that isn't the network's. */
    attempts: z
      .int(expected("a whole number", "`attempts: 3`"))
      .min(1, { error: "`attempts` must be 1 or more; `1` never tries again" })
      .max(MOST_ATTEMPTS, { error: `\`attempts\` must be ${MOST_ATTEMPTS} or less` })
      .default(3),
    first_delay: Duration.prefault("5s"),
    /** Each wait is this many times the one before. */
    factor: z
      .number(expected("a number", "`factor: 2`"))
      .min(1, { error: "`factor` must be 1 or more" })
      .max(MOST_FACTOR, { error: `\`factor\` must be ${MOST_FACTOR} or less` })
      .default(2),
    max_delay: Duration.prefault("60s"),
    /** Waiting that a build spends on outages of the network, all of them together. */
    bridge: Duration.prefault("120s"),
    /** Download the next phase's wheels while one is installed, as far as that stays below the plan's peak. */
    prefetch: z.boolean(expected("`true` or `false`", "`prefetch: false` without quotes")).default(true),
    /** Where torch's family comes from, by uv's names. */
    torch_backend: textField("uv's name of a backend, such as `cu128`")
      .superRefine(without(torchBackendFault))
      .default("none"),
  },
  expected("a map", "`install: { attempts: 3 }`"),
);
export type Install = Immutable<z.infer<typeof Install>>;
