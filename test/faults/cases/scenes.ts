import { randomBytes } from "node:crypto";
import { FULL } from "../../support/full.ts";
import { wheel } from "../../support/python-packages.ts";
import type { Scene } from "../fault-case.ts";

export const LARGE_BYTES = 6_000_000;

/** How long an outage lasts: longer than installers ask again by themselves. */
export const OUTAGE_SECONDS = FULL ? 10 : 6;

/** Noise, which no compression makes smaller. */
export function noise(name: string, bytes: number) {
  return { [`${name}/__init__.py`]: `name = "${name}"\n`, [`${name}/noise`]: randomBytes(bytes) };
}

const DATA = { name: "data", packages: ["large"], imports: ["large", "medium"] };
const CORE = { name: "core", packages: ["core"], imports: ["core"] };

/** Two phases; the first brings a file of some size and shares a dependency with the second. */
export const DOWNLOADS: Scene = {
  name: "downloads",
  files: () => [
    wheel({ name: "shared-part" }),
    wheel({ name: "core", requires: ["shared-part>=1"] }),
    wheel({ name: "large", requires: ["shared-part<2", "medium"], files: noise("large", LARGE_BYTES) }),
    wheel({ name: "medium", files: noise("medium", 400_000) }),
  ],
  phases: [DATA, CORE],
};

/** The other way round: what the second phase needs may be downloaded while the first one is installed. */
export const DOWNLOADS_AHEAD: Scene = { ...DOWNLOADS, name: "downloads ahead", phases: [CORE, DATA] };
