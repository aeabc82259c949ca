import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  Manifest
} from "./chunk-HUGAL3AO.js";
import "./chunk-IUD3TWO6.js";
import "./chunk-TC6TB36M.js";
import {
  toJSONSchema
} from "./chunk-5JA6PLCL.js";
import "./chunk-FIY4HSJU.js";
import "./chunk-2KWMFMYJ.js";

// src/manifest/descriptions.ts
var DESCRIPTIONS = /* @__PURE__ */ new Map([
  ["version", "Version of the manifest's format: 1."],
  [
    "name",
    "Name of the image: lower-case letters, digits and hyphens; registry and tag are given when pushing."
  ],
  ["base", "The image that everything is installed on."],
  [
    "base.image",
    "Reference of the base image, e.g. runpod/pytorch:1.0.7-cu1281-torch280-ubuntu2204. Better with a digest, as a tag can move."
  ],
  [
    "base.provides",
    "What the base holds. With it, `surelayer plan` needs no base image and pulls none; the build probes the image and refuses where it differs."
  ],
  ["base.provides.python", 'Version of its Python, e.g. "3.12" in quotes.'],
  ["base.provides.cuda", 'Version of its CUDA toolkit, e.g. "12.8" in quotes; left out, it has none.'],
  [
    "base.provides.packages",
    "Its distributions with exactly their versions, e.g. torch: 2.8.0+cu128. At least those that `keep` names; what isn't named is planned as if the base didn't hold it."
  ],
  ["keep", "Distributions of the base that no phase may move; torch's family by default."],
  ["indexes", "Package indexes besides the machine's own. Each serves only the packages that it names."],
  ["indexes.name", "Name of the index, for messages."],
  ["indexes.url", "Address of the index, without credentials: those are the building machine's."],
  ["indexes.packages", "The distributions that come from this index, and from no other."],
  [
    "phases",
    "Groups of packages. Each becomes a layer of the image, and is tried again on its own when it fails."
  ],
  ["phases.name", "Name of the phase: lower-case letters, digits and hyphens."],
  [
    "phases.packages",
    'Requirements as Python writes them: by versions ("transformers>=4.48"), by the address of a wheel or source archive ("demo @ https://files.example/demo-1.0-py3-none-any.whl", may end in #sha256=\u2026), by the path of one beneath the manifest ("./wheels/demo-1.0-py3-none-any.whl"), or by a commit of git ("demo @ git+https://git.example/team/demo.git@v1.0", may end in #subdirectory=\u2026).'
  ],
  [
    "phases.imports",
    "Modules that Python must be able to import after the phase, e.g. google.cloud.speech. With them, what the base already holds isn't installed again."
  ],
  [
    "phases.optional",
    "When true, the image is built without this phase if it can't be installed; image and reports then say `degraded`."
  ],
  [
    "phases.binary_for",
    "Distributions that this phase's binaries are bound to: it is installed after they are settled."
  ],
  [
    "phases.wheels",
    "Address of the prebuilt wheel of the package that its file name begins with, which `packages` pins by ==. Filled in from the plan: {version}, {cuda_major}, {cuda_version}, {torch_minor}, {cxx11abi}, {python_tag}, {platform}. May end in #sha256=\u2026."
  ],
  [
    "phases.source_build",
    "Whether the phase may be built from source: never (the default beside `wheels`), or allowed with its memory and hours predicted."
  ],
  [
    "phases.environment",
    "shared, or isolated: a virtual environment of its own, for packages that can't live with the rest. It sees nothing of the base's packages nor of other phases', so that it brings its own torch; the image names it in SURELAYER_ENV_ and the phase's name."
  ],
  [
    "phases.requires",
    "What the phase needs where the image runs. An optional phase is left out where it is known to be missing."
  ],
  ["phases.requires.gpu_memory", "Memory that the GPU must have more than, e.g. 6GiB."],
  ["phases.requires.disk", "Disk that must be free for it, more than e.g. 3.5GiB."],
  ["phases.requires.python", 'Versions of Python, e.g. ">=3.8".'],
  ["phases.requires.cuda", "Whether it needs CUDA."],
  [
    "phases.layers",
    "How its layer is made: auto, assemble (out of wheels, without a container) or container."
  ],
  [
    "phases.run",
    "Commands after the phase's packages, each a list of program and arguments, e.g. [[python, -m, nltk.downloader, punkt]]. No shell reads them. They run as root in `workdir`, before `files` are copied."
  ],
  ["phases.run_size", "What the commands leave in the image, e.g. 2GB: the plan can't know it otherwise."],
  [
    "phases.system_packages",
    "Packages of the base's distribution (Debian, Ubuntu) that the phase needs, installed before its Python packages."
  ],
  [
    "system_packages",
    "Packages of the base's distribution (Debian, Ubuntu), installed before all phases: ffmpeg, or name=version."
  ],
  ["runpod", "The machines on RunPod that the image is for."],
  [
    "runpod.gpu_pools",
    "Pools of GPUs that the endpoint may run on, e.g. ADA_24; what phases require is judged by the smallest."
  ],
  [
    "lock",
    "A pylock.toml (PEP 751) beside the manifest, as surelayer, uv and pip write it: exactly its versions and files are installed, and an optional phase that it doesn't hold is left out."
  ],
  ["install", "How packages are chosen and installed, and how often that is tried."],
  ["install.installer", "uv or pip; both install exactly the planned files, uv many times faster."],
  ["install.attempts", "Tries for each class of failure; outages of the network are bridged instead."],
  ["install.first_delay", "Wait before the second try, e.g. 5s."],
  ["install.factor", "Each wait is this many times the one before."],
  ["install.max_delay", "Longest single wait, e.g. 60s."],
  ["install.bridge", "Waiting that a build spends on outages of the network in all, e.g. 120s."],
  [
    "install.prefetch",
    "Whether the next phase is downloaded while one is installed, as far as that stays below the plan's peak."
  ],
  [
    "install.torch_backend",
    "Where torch's family comes from, by uv's names: cpu, cu128, \u2026 none: from the machine's own index, or from `indexes`."
  ],
  ["files", "Files and folders of the repository that are copied into the image, after all phases."],
  ["files.from", "Path relative to the manifest's folder."],
  ["files.to", "Absolute path in the image."],
  ["env", "Environment variables of the image. Everyone who can pull the image can read them: no secrets."],
  ["workdir", "Folder in the image that its command runs in."],
  [
    "command",
    "What the image runs: program and arguments, without a shell and without the base's entry point."
  ],
  ["image", "How the image itself is made."],
  [
    "image.bytecode",
    "Which modules are compiled in the image; without bytecode, every cold start compiles what it imports."
  ],
  ["image.max_layer", "Larger layers are split, e.g. 4GB: registries and parallel pulls dislike them."],
  [
    "image.strip",
    "What is taken out of installed packages before their layer is committed: tests, docs, static-libraries. Nothing by default."
  ],
  ["verify", "What has to hold before the image is pushed."],
  ["verify.timings", "A recording and its words: the image must find when each word is spoken."],
  ["verify.timings.audio", "The recording, relative to the manifest's folder."],
  ["verify.timings.text", "The words that are spoken in it, relative to the manifest's folder."],
  ["verify.timings.coverage", "Share of the words that must be found, from 0 to 1."],
  ["verify.on_no_gpu", "What a machine without a GPU means for a check that needs one."],
  ["disk", "How the disk of the building engine is used."],
  [
    "disk.reserve",
    "Space that the plan leaves free on the engine's file system, e.g. 1GB (10\u2079 bytes) or 1GiB (2\xB3\u2070)."
  ],
  [
    "disk.before",
    "Space that must be free before a phase begins; 1GB, or the reserve where that is less, by default."
  ],
  [
    "disk.critical",
    "Free space at which a running phase is in danger: what is ours to remove is removed, and if that is not enough the phase is stopped before the disk is full. 500MB, or half the reserve where that is less, by default."
  ],
  [
    "disk.after_cleanup",
    "Space that a cleanup must leave free for the phase to go on; 500MB, or half the reserve where that is less, by default."
  ],
  ["disk.interval", "Time between two looks at the disk during a phase, e.g. 1s. 0s switches the watch off."],
  ["disk.max_used", "Share of the file system in use that is worth a warning, e.g. 80%."]
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
