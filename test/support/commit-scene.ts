import type { DirectRun } from "./direct-scene.ts";
import { GitServer } from "./git-server.ts";
import { PackageIndex } from "./package-index.ts";
import { wheel } from "./python-packages.ts";
import { saveImage } from "./saved-image.ts";
import { Workplace } from "./workplace.ts";

/** A build back end without needs, which makes a wheel of one module of the project's folder. */
const BACKEND = `import base64, hashlib, os, re, zipfile

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    with open("project.txt") as text:
        name, version, requires = text.read().splitlines()
    with open(name + ".py") as text:
        module = text.read()
    info = "%s-%s.dist-info/" % (name, version)
    metadata = "Metadata-Version: 2.1\\nName: %s\\nVersion: %s\\n" % (name, version)
    files = {
        name + ".py": module,
        info + "METADATA": metadata + "".join("Requires-Dist: %s\\n" % one for one in requires.split(";") if one),
        info + "WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    record = ""
    file = "%s-%s-py3-none-any.whl" % (name, version)
    with zipfile.ZipFile(os.path.join(wheel_directory, file), "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).rstrip(b"=").decode()
            record += "%s,sha256=%s,%d\\n" % (path, digest, len(content))
        archive.writestr(info + "RECORD", record + info + "RECORD,,\\n")
    return file
`;

interface Project {
  readonly name: string;
  readonly version?: string;
  readonly requires?: readonly string[];
  readonly module?: string;
}

/** Files of a Python project that builds without any other package. */
export function project({
  name,
  version = "1.0",
  requires = [],
  module = "",
}: Project): Record<string, string> {
  return {
    "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
    "backend.py": BACKEND,
    "project.txt": `${name}\n${version}\n${requires.join(";")}\n`,
    [`${name}.py`]: module,
  };
}

/** A git host, an index, and runs of manifests that name commits. */
export class CommitScene {
  readonly place: Workplace;
  readonly index: PackageIndex;
  readonly host: GitServer;

  private constructor(place: Workplace, index: PackageIndex, host: GitServer) {
    this.place = place;
    this.index = index;
    this.host = host;
  }

  static async open(): Promise<CommitScene> {
    const place = await Workplace.open();
    const host = await new GitServer({ root: place.path("repositories") }).start();
    const asking = wheel({ name: "asking", requires: [`demo[more] @ git+${host.url("demo.git")}@v1.0`] });
    const files = [wheel({ name: "part" }), wheel({ name: "more-part" }), wheel({ name: "demo" }), asking];
    const index = new PackageIndex({ host: await place.gateway(), files });
    await index.start();
    return new CommitScene(place, index, host);
  }

  async close(): Promise<void> {
    await this.index.stop();
    await this.host[Symbol.asyncDispose]();
    await this.place.close();
  }

  /** As a manifest writes it: `git+http://…@revision`. */
  address(repository: string, behind = ""): string {
    return `git+${this.host.url(`${repository}.git`)}${behind}`;
  }

  /** @param real takes the machine's own index, for build back ends. */
  async run(
    name: string,
    packages: readonly string[],
    { args = ["build"], phase, keys, env, real = false }: CommitRun = {},
  ) {
    await this.place.write(`${name}/install.yml`, {
      ...{ version: 1, name, base: { image: this.place.base } },
      // Sizes are exact without bytecode, whose size is a model's before the first build.
      ...{ image: { bytecode: "none" }, verify: { on_no_gpu: "skip" } },
      ...keys,
      phases: [{ name: "one", packages, ...phase }],
    });
    const index = real ? {} : { PIP_INDEX_URL: this.index.url };
    const options = { cwd: this.place.path(name), env: { ...index, ...env } };
    return this.place.run([...args, "--allow-private-index"], options);
  }

  /** Paths that the last run's image holds beside its base's, and what stands in these files. */
  async contents(name: string): Promise<{ readonly names: readonly string[]; readonly text: string }> {
    const { built } = await this.place.report(name);
    const base = await this.place.docker.getImage(this.place.base).inspect();
    const below = base.RootFS.Layers?.length ?? 0;
    const files = (await saveImage(this.place.docker, built?.imageId ?? "", below)).layers.flat();
    return {
      names: files.map((one) => one.name),
      text: files.map((one) => one.content.toString()).join("\n"),
    };
  }
}

export interface CommitRun extends DirectRun {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly real?: boolean;
}
