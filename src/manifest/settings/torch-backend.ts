import { quote } from "../../text/quote.ts";
import { closest } from "../../text/spelling.ts";

/** What uv 0.13.9 takes for `--torch-backend`, without `auto`: that looks at the GPU of the machine that plans. */
const CUDA = [132, 130, 129, 128, 126, 125, 124, 123, 122, 121, 120, 118, 117, 116, 115, 114, 113, 112, 111];
const OLD_CUDA = [110, 102, 101, 100, 92, 91, 90, 80];
const ROCM = ["7.2", "7.1", "7.0", "6.4", "6.3", "6.2.4", "6.2", "6.1", "6.0", "5.7", "5.6", "5.5", "5.4.2"];
const OLD_ROCM = ["5.4", "5.3", "5.2", "5.1.1", "4.2", "4.1", "4.0.1"];
const BACKENDS: readonly string[] = [
  ...["none", "cpu", "xpu"],
  ...[...CUDA, ...OLD_CUDA].map((version) => `cu${version}`),
  ...[...ROCM, ...OLD_ROCM].map((version) => `rocm${version}`),
];

/** Packages that a backend decides about and that a manifest may bind to an index. */
const FAMILY: ReadonlySet<string> = new Set([
  ...["torch", "torchaudio", "torchvision", "torchtext", "torchdata"],
  ...["triton", "pytorch-triton", "pytorch-triton-rocm"],
]);

/** CUDA versions that PyTorch's own indexes have builds for, newest first. */
const BUILT = [130, 129, 128, 126, 124, 121, 118];

/** The backend of PyTorch's newest builds that a base's CUDA runs, e.g. `cu128` for `12.8`; undefined where there is none. */
export function backendFor(cuda: string | null): string | undefined {
  const [, major, minor = "0"] = /^(\d+)(?:\.(\d))?/.exec(cuda ?? "") ?? [];
  const own = Number(`${major}${minor}`);
  const found = BUILT.find((one) => one <= own && Math.floor(one / 10) === Number(major));
  return found === undefined ? undefined : `cu${found}`;
}

/** What is wrong with a backend's name, and what to write instead. */
export function torchBackendFault(name: string): string | undefined {
  if (BACKENDS.includes(name)) return undefined;
  if (name === "auto") {
    return "`auto` asks the machine that plans for its GPU, which isn't the one that the image runs on; write the CUDA that it is for, such as `cu128`";
  }
  const meant = closest(name, BACKENDS);
  const instead =
    meant === undefined ? "write one such as `cu128`, `cpu` or `none`" : `did you mean \`${meant}\`?`;
  return `${quote(name)} is no backend that uv knows; ${instead}`;
}

/**
 * Why a binding of an index and a backend can't both say where torch's family comes from; undefined where they agree: the
 * index's own address then ends in the backend's name.
 * @param name normalised (PEP 503).
 */
export function backendContradiction(backend: string, name: string, url: string): string | undefined {
  if (backend === "none" || !BACKENDS.includes(backend) || !FAMILY.has(name)) return undefined;
  const last = url.replace(/\/+$/, "").split("/").at(-1);
  if (last === backend) return undefined;
  return `${quote(name)} comes from this index, and \`install.torch_backend: ${backend}\` says another one; keep one of the two`;
}
