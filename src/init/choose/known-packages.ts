/** Distributions whose versions go together with torch's. */
export const TORCH_FAMILY: readonly string[] = ["torch", "torchaudio", "torchvision", "triton"];

/** What PyTorch's own indexes hold besides: bound to torch's version, too. */
export const BESIDE_TORCH: readonly string[] = [
  ...TORCH_FAMILY,
  "torchcodec",
  "torchtext",
  "torchdata",
  "xformers",
];

/** Their binaries fit one version of torch only, so they come after it is settled. */
export const BOUND_TO_TORCH: ReadonlySet<string> = new Set([
  "apex",
  "auto-gptq",
  "autoawq",
  "causal-conv1d",
  "flash-attn",
  "mamba-ssm",
  "natten",
  "pytorch3d",
  "sageattention",
  "torch-scatter",
  "torch-sparse",
  "xformers",
]);

/** They bring gigabytes, or pins that move others: a layer of their own shows which one it was. */
const HEAVY: ReadonlySet<string> = new Set([
  ...BOUND_TO_TORCH,
  "coqui-tts",
  "deepspeed",
  "detectron2",
  "f5-tts",
  "funasr",
  "jax",
  "lmdeploy",
  "nemo-toolkit",
  "onnxruntime-gpu",
  "paddlepaddle-gpu",
  "pyannote-audio",
  "sglang",
  "tensorflow",
  "tensorrt",
  "tensorrt-llm",
  "tts",
  "vllm",
  "whisperx",
]);

/** They pin a torch of their own, so a base's torch would only be in their way. */
export const BRINGS_TORCH: ReadonlySet<string> = new Set(["lmdeploy", "sglang", "tensorrt-llm", "vllm"]);

/** They need torch, or a GPU's libraries beside it. */
const NEEDS_TORCH: ReadonlySet<string> = new Set([
  ...BESIDE_TORCH,
  ...BOUND_TO_TORCH,
  ...[
    "accelerate",
    "bitsandbytes",
    "chatterbox-tts",
    "coqui-tts",
    "deepspeed",
    "diffusers",
    "f5-tts",
    "funasr",
  ],
  ...[
    "lightning",
    "nemo-toolkit",
    "openai-whisper",
    "peft",
    "pyannote-audio",
    "pytorch-lightning",
    "speechbrain",
  ],
  ...["timm", "tts", "vocos", "whisperx"],
]);

export function isHeavy(name: string): boolean {
  return HEAVY.has(name);
}

export function needsTorch(name: string): boolean {
  return NEEDS_TORCH.has(name);
}

/** The installer's own tools; Surelayer brings its own. */
export const BUILD_TOOLS: ReadonlySet<string> = new Set(["pip", "uv", "wheel"]);
