import { createHash } from "node:crypto";
import { archiveOf } from "../../src/toolbox/archive.ts";
import type { Workplace } from "./workplace.ts";

/** A distribution as it lies in a base image; every part can be wrong. */
export interface PreparedDistribution {
  readonly name: string;
  readonly version?: string;
  /** Path below site-packages → content; a module of the package's name by default. */
  readonly files?: Readonly<Record<string, string>>;
  /** Without METADATA no installer knows what it is. */
  readonly metadata?: boolean;
  readonly requires?: readonly string[];
}

/** Where Debian's Python has what isn't Debian's. */
const SITE_PACKAGES = "/usr/local/lib/python3.11/dist-packages";

/** An image on the workplace's base that holds these distributions as pip would have left them. */
export async function prepareBase(
  place: Workplace,
  reference: string,
  distributions: readonly PreparedDistribution[],
): Promise<void> {
  const container = await place.docker.createContainer({ Image: place.base, Cmd: ["true"] });
  const entries = distributions
    .flatMap((one) => Object.entries(filesOf(one)))
    .map(([path, content]) => ({ name: `${SITE_PACKAGES.slice(1)}/${path}`, content }));
  await container.putArchive(archiveOf(entries), { path: "/" });
  const [repo, tag] = reference.split(":");
  await container.commit({ repo, tag });
  await container.remove();
}

function filesOf(one: PreparedDistribution): Readonly<Record<string, string>> {
  const { name, version = "1.0", requires = [], metadata = true } = one;
  const module = name.replaceAll("-", "_");
  const info = `${module}-${version}.dist-info`;
  const lines = ["Metadata-Version: 2.1", `Name: ${name}`, `Version: ${version}`];
  const files: Record<string, string> = {
    ...(one.files ?? { [`${module}/__init__.py`]: `version = ${JSON.stringify(version)}\n` }),
    ...(metadata && {
      [`${info}/METADATA`]: `${[...lines, ...requires.map((each) => `Requires-Dist: ${each}`)].join("\n")}\n`,
    }),
    [`${info}/INSTALLER`]: "pip\n",
  };
  const record = Object.entries(files).map(([path, text]) => {
    const hash = createHash("sha256").update(text).digest("base64url");
    return `${path},sha256=${hash},${Buffer.byteLength(text)}`;
  });
  return { ...files, [`${info}/RECORD`]: `${record.join("\n")}\n${info}/RECORD,,\n` };
}
