import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { PackageIndex } from "./package-index.ts";
import { type PackageFile, sourceDistribution, wheel } from "./python-packages.ts";
import { saveImage } from "./saved-image.ts";
import { Workplace } from "./workplace.ts";

export const PART = wheel({ name: "part" });
/** The index has a `demo` of the same version, which asks for what nobody has: it must never be looked at. */
export const DEMO = wheel({ name: "demo", requires: ["part"], files: { "demo.py": "import part\n" } });
export const LOCAL = wheel({
  name: "my-local",
  version: "2.0",
  requires: ["part"],
  files: { "my_local.py": "import part\n" },
});

/** A build back end that makes a wheel of one module. */
const BACKEND = `import base64, hashlib, zipfile

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    name = "built-3.0-py3-none-any.whl"
    info = "built-3.0.dist-info/"
    files = {
        "built.py": "import part\\n",
        info + "METADATA": "Metadata-Version: 2.1\\nName: built\\nVersion: 3.0\\nRequires-Dist: part\\n",
        info + "WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    record = ""
    with zipfile.ZipFile(wheel_directory + "/" + name, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            record += "%s,sha256=%s,%d\\n" % (path, digest, len(text))
        archive.writestr(info + "RECORD", record + info + "RECORD,,\\n")
    return name
`;

/** As a forge packs a commit: called after it, without the metadata that a source distribution has. */
async function commit(name: string, files: Readonly<Record<string, string>>): Promise<PackageFile> {
  const archive = pack();
  for (const [path, text] of Object.entries(files)) archive.entry({ name: `project-0123abcd/${path}` }, text);
  archive.finalize();
  const content = gzipSync(await buffer(archive));
  return { project: name, name, content, sha256: createHash("sha256").update(content).digest("hex") };
}

export interface DirectRun {
  readonly args?: readonly string[];
  readonly phase?: object;
  readonly keys?: object;
}

/** An index, a host of files that no index lists, and runs of manifests that name such files. */
export class DirectScene {
  readonly place: Workplace;
  readonly index: PackageIndex;
  readonly host: PackageIndex;
  /** What `built` is built from. */
  readonly archive: PackageFile;

  private constructor(place: Workplace, index: PackageIndex, host: PackageIndex, archive: PackageFile) {
    this.place = place;
    this.index = index;
    this.host = host;
    this.archive = archive;
  }

  static async open(): Promise<DirectScene> {
    const place = await Workplace.open();
    const own = await place.gateway();
    const build = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n';
    const archive = await commit("0123abcd.tar.gz", { "pyproject.toml": build, "backend.py": BACKEND });
    const files = [
      ...[DEMO, archive, await commit("empty.tar.gz", { "README.md": "nothing here" })],
      await sourceDistribution("broken", "raise RuntimeError('it needs a compiler')"),
      { ...DEMO, name: "damaged-1.0-py3-none-any.whl", content: Buffer.from("<html>not a wheel</html>") },
      wheel({ name: "native", fileName: "native-1.0-cp37-cp37m-win_amd64.whl" }),
      wheel({ name: "picky", requires: ["lib>=2"] }),
    ];
    const host = new PackageIndex({ host: own, files });
    await host.start();
    const listed = [
      ...[PART, wheel({ name: "demo", requires: ["nowhere"] }), wheel({ name: "asking", requires: ["mid"] })],
      wheel({ name: "mid", requires: [`demo @ http://${host.address}/files/${DEMO.name}`] }),
      wheel({ name: "elsewhere", requires: ["demo @ https://files.example/demo-1.0-py3-none-any.whl"] }),
      ...["1.0", "2.0"].map((version) => wheel({ name: "lib", version })),
    ];
    const index = new PackageIndex({ host: own, files: listed });
    await index.start();
    return new DirectScene(place, index, host, archive);
  }

  async close(): Promise<void> {
    await this.index.stop();
    await this.host.stop();
    await this.place.close();
  }

  address(name: string): string {
    return `http://${this.host.address}/files/${name}`;
  }

  /** A wheel by its address, one by its path, and a commit's archive. */
  all(): readonly string[] {
    return [
      `demo @ ${this.address(DEMO.name)}#sha256=${DEMO.sha256}`,
      `./wheels/${LOCAL.name}`,
      `built @ ${this.address(this.archive.name)}`,
    ];
  }

  /** Puts the local wheel, or another content, into a manifest's folder. */
  async putLocal(name: string, content: Uint8Array = LOCAL.content): Promise<void> {
    await this.place.write(`${name}/wheels/${LOCAL.name}`, content);
  }

  async run(name: string, packages: readonly string[], { args = ["build"], phase, keys }: DirectRun = {}) {
    await this.place.write(`${name}/install.yml`, {
      ...{ version: 1, name, base: { image: this.place.base } },
      // Sizes are exact without bytecode, whose size is a model's before the first build.
      ...{ image: { bytecode: "none" }, verify: { on_no_gpu: "skip" } },
      ...keys,
      phases: [{ name: "one", packages, ...phase }],
    });
    const options = { cwd: this.place.path(name), env: { PIP_INDEX_URL: this.index.url } };
    return this.place.run([...args, "--allow-private-index"], options);
  }

  /** Paths that the last run's image holds beside its base's, and what stands in these files. */
  async contents(name: string): Promise<{ readonly names: readonly string[]; readonly text: string }> {
    const { built } = await this.place.report(name);
    const base = await this.place.docker.getImage(this.place.base).inspect();
    const below = base.RootFS.Layers?.length ?? 0;
    const files = (await saveImage(this.place.docker, built?.imageId ?? "", below)).layers.flat();
    const text = files.map((one) => one.content.toString()).join("\n");
    return { names: files.map((one) => one.name), text };
  }
}
