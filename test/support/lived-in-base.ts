import type { PlantedFile } from "./planted-files.ts";

/**
 * Files as they lie about in a base image that people have worked in, or as a phase leaves them.
 * @param name part of each path, so that the same kinds can be in the base and in the layer on top.
 * @param days age of what is old.
 */
export function livedIn(name: string, days: number): readonly PlantedFile[] {
  const old = days > 1 ? "goes" : "stays";
  return [
    { path: `/root/.cache/pip/http-v2/a/b/${name}.body`, kilobytes: 4000, days, fate: "goes" },
    { path: `/root/.cache/pip/wheels/${name}/built.whl`, kilobytes: 1000, fate: "goes" },
    { path: `/root/.cache/uv/archive-v0/${name}/module.py`, kilobytes: 3000, fate: "goes" },
    {
      ...{ path: `/root/.cache/uv/wheels-v5/index/${name}`, fate: "goes" as const },
      linkTo: `/root/.cache/uv/archive-v0/${name}`,
    },
    { path: `/opt/conda/pkgs/${name}-1.0-0.conda`, kilobytes: 2000, fate: "goes" },
    { path: `/opt/conda/pkgs/${name}-1.0-0/info/index.json`, text: "{}", fate: "goes" },
    { path: `/opt/conda/pkgs/${name}-1.0-0/lib/alone.so`, kilobytes: 1500, fate: "goes" },
    { path: `/opt/conda/lib/${name}.so`, kilobytes: 800, fate: "stays" },
    {
      ...{ path: `/opt/conda/pkgs/${name}-1.0-0/lib/shared.so`, fate: "goes" as const },
      hardLinkTo: `/opt/conda/lib/${name}.so`,
    },
    { path: `/opt/conda/pkgs/${name}-linked-1.0-0/info/index.json`, text: "{}", fate: "stays" },
    { path: `/opt/conda/pkgs/${name}-linked-1.0-0/lib/only.so`, kilobytes: 900, fate: "stays" },
    {
      ...{ path: `/opt/conda/lib/${name}-only.so`, fate: "stays" as const },
      linkTo: `/opt/conda/pkgs/${name}-linked-1.0-0/lib/only.so`,
    },
    {
      ...{ path: `/opt/conda/conda-meta/${name}-linked-1.0-0.json`, fate: "stays" as const },
      text: JSON.stringify({ link: { source: `/opt/conda/pkgs/${name}-linked-1.0-0`, type: 2 } }),
    },
    { path: `/opt/conda/pkgs/urls.txt.${name}`, text: "kept", fate: "stays" },
    { path: `/var/cache/apt/archives/${name}_1.0_all.deb`, kilobytes: 1200, fate: "goes" },
    { path: `/var/lib/apt/lists/${name}_dists_Packages`, kilobytes: 1700, fate: "goes" },
    { path: `/tmp/${name}-old/build.log`, kilobytes: 2500, days, fate: old },
    { path: `/var/tmp/${name}-old.tar`, kilobytes: 700, days, fate: old },
    { path: `/tmp/${name}-new.txt`, kilobytes: 300, fate: "stays" },
    { path: `/tmp/${name}-models/voice.bin`, kilobytes: 2200, days, fate: "stays" },
    { path: `/tmp/needed/${name}/config.json`, kilobytes: 100, days, fate: "stays" },
    { path: `/root/.cache/${name}-tool/blob`, kilobytes: 1100, fate: "goes" },
    { path: `/root/.cache/${name}-tool/own.onnx`, kilobytes: 200, fate: "stays" },
    { path: `/root/.cache/huggingface/hub/${name}/config.json`, kilobytes: 50, fate: "stays" },
    { path: `/root/.cache/needed/${name}.txt`, kilobytes: 50, fate: "stays" },
    { path: `/opt/app/${name}/old.txt`, kilobytes: 60, days, fate: "stays" },
    { path: `/tmp/${name}-way-out`, linkTo: `/opt/app/${name}`, fate: "stays" },
    { path: `/root/.cache/${name}-way-out`, linkTo: `/opt/app/${name}`, fate: "stays" },
  ];
}
