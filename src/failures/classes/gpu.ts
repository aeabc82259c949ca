import { type FailureRule, failureRule } from "../signature.ts";

/** The GPU, its driver or the engine's way to it. */
export const GPU_RULES: readonly FailureRule[] = [
  failureRule({
    id: "G1",
    name: "GPU driver too old",
    seen: "The image's CUDA is newer than the host's driver.",
    error: "gpu",
    remedy: "Choose hosts with a newer driver, or a base image with an older CUDA.",
    signatures: [
      {
        trust: "kernel",
        pattern:
          /unsatisfied condition: (?:cuda|driver|brand)|NVIDIA driver on your system is too old|CUDA driver version is insufficient/,
      },
    ],
  }),
  failureRule({
    id: "G2",
    name: "no GPU",
    seen: "The engine has no GPU to give, or the container sees no driver.",
    error: "gpu",
    remedy: "Run this step on a machine with an NVIDIA GPU, its driver and the NVIDIA Container Toolkit.",
    signatures: [
      {
        trust: "kernel",
        pattern:
          /could not select device driver|Found no NVIDIA driver|no CUDA-capable device is detected|unresolvable CDI devices|nvidia-container-cli: initialization error|libcuda\.so\.1: cannot open shared object file|The engine has no GPU to give/,
      },
    ],
  }),
  failureRule({
    id: "G3",
    name: "GPU not supported by the binaries",
    seen: "torch or an extension holds no code for this GPU's compute capability.",
    remedy: "Use a torch (or TORCH_CUDA_ARCH_LIST) that covers the GPU, or other `gpu_pools`.",
    signatures: [
      {
        trust: "kernel",
        pattern:
          /no kernel image is available for execution on the device|is not compatible with the current PyTorch installation/,
      },
    ],
  }),
];
