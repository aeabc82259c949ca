import { satisfies } from "@renovatebot/pep440";
import { imageReferenceFault } from "../../manifest/settings/image-reference.ts";
import type { DraftBase, Wanted } from "../draft.ts";
import type { Outline } from "../outline.ts";
import { shown } from "../without-secrets.ts";
import { BRINGS_TORCH, needsTorch, TORCH_FAMILY } from "./known-packages.ts";

/** RunPod's own images by their version of torch, newest first. */
const WITH_TORCH: readonly (readonly [string, string])[] = [
  ["2.8.0", "runpod/pytorch:1.0.7-cu1281-torch280-ubuntu2204"],
  ["2.7.1", "runpod/pytorch:1.0.7-cu1281-torch271-ubuntu2204"],
  ["2.6.0", "runpod/pytorch:1.0.7-cu1281-torch260-ubuntu2204"],
];
const WITH_CUDA = "runpod/base:1.0.7-cuda1281-ubuntu2204";
/** The version of `python` in these images. */
const THEIR_PYTHON = "3.12";
const PLAIN_PYTHONS: readonly string[] = ["3.12", "3.11", "3.13", "3.10"];

const DIGEST = "Better with its digest behind it (`…@sha256:…`): a tag can move.";

/** The source's base image, or an image that fits the requirements. */
export function chooseBase(outline: Outline, wanted: readonly Wanted[]): DraftBase {
  const { image } = outline;
  if (image === undefined) return suggestBase(outline, wanted, []);
  const fault = imageReferenceFault(image);
  if (fault === undefined && image !== "scratch") return { image, remarks: remarksAbout(image) };
  return suggestBase(outline, wanted, [
    `The source's own base, ${shown(image)}, can't be used by this manifest.`,
  ]);
}

function remarksAbout(image: string): string[] {
  const remarks = image.includes("@sha256:") ? [] : [DIGEST];
  if (/(?:^|\/)(?:nvidia\/cuda|ubuntu|debian)(?::|@|$)/.test(image)) {
    remarks.push(`This image holds no Python of its own; ${WITH_CUDA} is one that does.`);
  }
  if (/:latest$|^[^:@]+$/.test(image))
    remarks.push("RunPod refuses images that are only known as `latest`: name a version.");
  return remarks;
}

function suggestBase(outline: Outline, wanted: readonly Wanted[], remarks: readonly string[]): DraftBase {
  const names = wanted.map(({ requirement }) => requirement.normalised);
  const needsGpu = outline.gpu === true || names.some((name) => needsTorch(name) || BRINGS_TORCH.has(name));
  if (!needsGpu)
    return {
      image: plainPython(outline.python),
      remarks: [...remarks, "Chosen because nothing here needs a GPU.", DIGEST],
    };
  const bringsTorch = names.some((name) => BRINGS_TORCH.has(name)) || wanted.some(isTorchByFile);
  const image = bringsTorch ? undefined : imageWithTorch(wanted);
  const why =
    image === undefined
      ? "Chosen for its CUDA; torch is installed by a phase."
      : "Chosen for the torch that it holds.";
  return { image: image ?? WITH_CUDA, remarks: [...remarks, why, ...pythonRemark(outline.python), DIGEST] };
}

/** A base's torch is kept, so a file of torch needs a base without torch. */
function isTorchByFile({ requirement }: Wanted): boolean {
  return requirement.source !== undefined && TORCH_FAMILY.includes(requirement.normalised);
}

/** The newest image whose torch satisfies every requirement of torch. */
function imageWithTorch(wanted: readonly Wanted[]): string | undefined {
  const specifiers = wanted
    .filter(({ requirement }) => requirement.normalised === "torch")
    .flatMap(({ requirement }) => requirement.specifiers);
  return WITH_TORCH.find(([version]) => specifiers.every((specifier) => fits(version, specifier)))?.[1];
}

function fits(version: string, specifier: string): boolean {
  // The base decides the CUDA version, so `==2.8.0+cu121` accepts 2.8.0 for another CUDA.
  return satisfies(version, specifier.replace(/\+[\w.]+$/, ""));
}

function plainPython(python: string | undefined): string {
  const version = PLAIN_PYTHONS.find((candidate) => allows(python, candidate)) ?? THEIR_PYTHON;
  return `python:${version}-slim`;
}

function pythonRemark(python: string | undefined): string[] {
  if (allows(python, THEIR_PYTHON)) return [];
  return [`Its Python is ${THEIR_PYTHON}; the source asks for ${shown(python ?? "")}.`];
}

function allows(python: string | undefined, version: string): boolean {
  if (python === undefined || python === "") return true;
  try {
    return python.split(",").every((specifier) => satisfies(`${version}.0`, specifier.trim()));
  } catch {
    return true;
  }
}
