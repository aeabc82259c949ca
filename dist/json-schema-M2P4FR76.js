process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  Manifest
} from "./chunk-ZXPIHTSD.js";
import "./chunk-X6WC3ASN.js";
import "./chunk-RPVUPVHQ.js";
import {
  toJSONSchema
} from "./chunk-S4TJR5DF.js";
import "./chunk-NR44LZQS.js";
import "./chunk-LSVDQLTT.js";

// src/manifest/descriptions.ts
var DESCRIPTIONS = /* @__PURE__ */ new Map([
  ["version", "Version of the manifest's format: 1."],
  [
    "name",
    "Name of the image: lower-case letters, digits and hyphens. Registry and tag are given when pushing."
  ],
  ["base", "The image that everything is installed on."],
  [
    "base.image",
    "Reference of the base image, e.g. runpod/pytorch:1.0.7-cu1281-torch280-ubuntu2204. A digest is better, because a tag can move."
  ],
  [
    "base.provides",
    "Facts about the base. With them, `surelayer plan` needs no base image and pulls none. The build probes the image and refuses where a fact differs."
  ],
  ["base.provides.python", `Version of the base's Python, e.g. "3.12" in quotes.`],
  [
    "base.provides.cuda",
    `Version of the base's CUDA toolkit, e.g. "12.8" in quotes. Without this key, the base has none.`
  ],
  [
    "base.provides.packages",
    "The base's distributions with their exact versions, e.g. torch: 2.8.0+cu128. Name at least those of `keep`. The plan treats every other distribution as absent from the base."
  ],
  ["keep", "Distributions of the base that no phase may move. The default is torch's family."],
  ["indexes", "Package indexes besides the machine's own. Each serves only the packages that it names."],
  ["indexes.name", "Name of the index, for messages."],
  ["indexes.url", "Address of the index, without credentials. Logins belong to the building machine."],
  ["indexes.packages", "The distributions that come from this index, and from no other."],
  [
    "system_packages",
    "Packages of the base's distribution (Debian, Ubuntu), installed before all phases: ffmpeg, or name=version. Where a source can't be built without them, they are also there while the plan asks for its metadata."
  ],
  [
    "build_constraints",
    'Bounds for the packages that sources are built with, such as ["setuptools<81"]. They hold while the plan asks for metadata and while the image is built. They ask for no package by themselves.'
  ],
  [
    "file_clashes",
    "What happens where two distributions bring other content to the same path. With last_wins, the file that is installed last stays. A later phase comes after an earlier one. In one phase, what the manifest names comes after what only a requirement brings, and equals go by the alphabet. With refuse, the plan is refused. It is always refused where an earlier phase or a kept package of the base would lose a module."
  ],
  [
    "allow_changes",
    "Paths in the image that a phase may change although none of its packages says so, e.g. /etc/demo.conf. `*` and `?` stand for letters of one name, `**` for any folders: /opt/demo/**. The build says what it lets through."
  ],
  [
    "phases",
    "Groups of packages. Each becomes a layer of the image, and is tried again on its own when it fails."
  ],
  ["phases.name", "Name of the phase: lower-case letters, digits and hyphens."],
  [
    "phases.packages",
    'Requirements as Python writes them. A requirement names versions ("transformers>=4.48"), or one file or commit. A file has an address ("demo @ https://files.example/demo-1.0-py3-none-any.whl", may end in #sha256=\u2026) or a path beneath the manifest ("./wheels/demo-1.0-py3-none-any.whl"). A commit comes from git ("demo @ git+https://git.example/team/demo.git@v1.0", may end in #subdirectory=\u2026).'
  ],
  [
    "phases.system_packages",
    "Packages of the base's distribution (Debian, Ubuntu) that the phase needs, installed before its Python packages."
  ],
  [
    "phases.run",
    "Commands after the phase's packages, each a list of program and arguments, e.g. [[python, -m, nltk.downloader, punkt]]. No shell reads them. They run as root in `workdir`, before `files` are copied."
  ],
  ["phases.run_size", "Bytes that the commands leave in the image, e.g. 2GB. A plan can't find them out."],
  [
    "phases.imports",
    "Modules that Python must be able to import after the phase, e.g. google.cloud.speech. A phase with imports doesn't install again what the base already has."
  ],
  [
    "phases.optional",
    "When true, the image is built without this phase if the phase can't be installed. Image and reports then say `degraded`."
  ],
  [
    "phases.binary_for",
    "Distributions that this phase's binaries are bound to. The phase is installed after them."
  ],
  [
    "phases.environment",
    "shared, or isolated: a virtual environment of its own, for packages that can't live with the rest. An isolated phase sees no package of the base and of other phases, so that it brings its own torch. The image names the environment in SURELAYER_ENV_ and the phase's name."
  ],
  [
    "phases.wheels",
    "Address of a prebuilt wheel. Its file name begins with a package that `packages` pins by ==. The plan fills in {version}, {cuda_major}, {cuda_version}, {torch_minor}, {cxx11abi}, {python_tag} and {platform}. May end in #sha256=\u2026."
  ],
  [
    "phases.source_build",
    "Whether the phase may be built from source. `never` is the default beside `wheels`. `allowed` predicts memory and hours of the build."
  ],
  [
    "phases.requires",
    "Needs of the phase where the image runs. An optional phase is left out where a need is known to be missing."
  ],
  ["phases.requires.gpu_memory", "The GPU must have more memory than this, e.g. 6GiB."],
  ["phases.requires.disk", "More disk than this must be free for the phase, e.g. 3.5GiB."],
  ["phases.requires.python", 'Versions of Python, e.g. ">=3.8".'],
  ["phases.requires.cuda", "Whether the phase needs CUDA."],
  [
    "lock",
    "A pylock.toml (PEP 751) beside the manifest, as surelayer, uv and pip write it. Exactly its versions and files are installed. An optional phase that the lock doesn't cover is left out."
  ],
  ["files", "Files and folders of the repository that are copied into the image, after all phases."],
  ["files.from", "Path relative to the manifest's folder."],
  ["files.to", "Absolute path in the image."],
  ["env", "Environment variables of the image. Everyone who can pull the image can read them: no secrets."],
  [
    "workdir",
    "Folder in the image that its command runs in. One that neither the base, a command nor `files` makes is made by the engine when a container starts. It is empty then, and belongs to root."
  ],
  [
    "command",
    "The image's command: program and arguments, without a shell and without the base's entry point."
  ],
  ["verify", "Checks that must succeed before the image is pushed."],
  ["verify.timings", "A recording and its words: the image must find when each word is spoken."],
  ["verify.timings.audio", "The recording, relative to the manifest's folder."],
  ["verify.timings.text", "The words of the recording, relative to the manifest's folder."],
  ["verify.timings.coverage", "Share of the words that must be found, from 0 to 1."],
  [
    "verify.on_no_gpu",
    "The result of a check that needs a GPU on a machine without one. The default is fail where the image has CUDA, and skip elsewhere."
  ],
  ["install", "How packages are chosen and installed, and how often that is tried."],
  ["install.installer", "uv or pip. Both install exactly the planned files, uv many times faster."],
  ["install.attempts", "Tries for each class of failure. Outages of the network are bridged instead."],
  ["install.first_delay", "Wait before the second try, e.g. 5s."],
  ["install.factor", "Each wait is this many times the one before."],
  ["install.max_delay", "Longest single wait, e.g. 60s."],
  [
    "install.bridge",
    "Total time that a build and its push wait for the network or a registry to come back, e.g. 120s."
  ],
  [
    "install.prefetch",
    "Whether the next phase is downloaded while one is installed. Downloads ahead stay below the plan's peak."
  ],
  [
    "install.torch_backend",
    "Source of torch's family, by uv's names: cpu, cu128 and so on. With none, torch comes from the machine's own index, or from `indexes`."
  ],
  ["disk", "How the disk of the building engine is used."],
  [
    "disk.reserve",
    "Space that the plan leaves free on the engine's file system, e.g. 1GB (10\u2079 bytes) or 1GiB (2\xB3\u2070)."
  ],
  [
    "disk.before",
    "Space that must be free before a phase begins. The default is 1GB, or the reserve where that is less."
  ],
  [
    "disk.critical",
    "Free space at which a running phase is in danger. Surelayer then removes caches and temporary files of the phase's layer. If that isn't enough, it stops the phase before the disk is full. The default is 500MB, or half the reserve where that is less."
  ],
  [
    "disk.after_cleanup",
    "Space that a cleanup must leave free for the phase to go on. The default is 500MB, or half the reserve where that is less."
  ],
  ["disk.interval", "Time between two looks at the disk during a phase, e.g. 1s. 0s switches the watch off."],
  ["disk.max_used", "Share of the file system in use that is worth a warning, e.g. 80%."],
  ["image", "How the image itself is made."],
  [
    "image.bytecode",
    "Modules that are compiled in the image. Without bytecode, every cold start compiles the modules that it imports."
  ],
  ["image.max_layer", "Larger layers are split, e.g. 4GB: registries and parallel pulls dislike them."],
  [
    "image.strip",
    "Parts of installed packages that are removed before the layer is committed: tests, docs, static-libraries. Nothing by default."
  ],
  ["runpod", "The machines on RunPod that the image is for."],
  [
    "runpod.gpu_pools",
    "Pools of GPUs that the endpoint may run on, e.g. ADA_24. Requirements of phases are judged by the smallest."
  ]
]);

// src/manifest/json-schema.ts
function manifestSchema() {
  const schema = toJSONSchema(Manifest, { io: "input", target: "draft-7" });
  describe(schema, "");
  return {
    ...schema,
    title: "Surelayer install manifest",
    description: "What an image is made of: its base, the phases of packages on top, and what has to hold."
  };
}
function renderSchema() {
  return `${JSON.stringify(manifestSchema(), null, 2)}
`;
}
function describe(node, path) {
  for (const [key, property] of Object.entries(node.properties ?? {})) {
    const here = path === "" ? key : `${path}.${key}`;
    const description = property.description ?? DESCRIPTIONS.get(here);
    if (description !== void 0) property.description = description;
    describe(property, here);
  }
  if (node.items) describe(node.items, path);
  for (const branch of node.anyOf ?? []) describe(branch, path);
}
export {
  manifestSchema,
  renderSchema
};
