/** Distributions whose versions go together with torch's. */
export const TORCH_FAMILY: readonly string[] = ["torch", "torchaudio", "torchvision", "triton"];

/** Everything on PyTorch's own indexes that fits only certain versions of torch. */
export const BESIDE_TORCH: readonly string[] = [
  ...TORCH_FAMILY,
  ...["torchcodec", "torchtext", "torchdata", "xformers"],
];

/** Their binaries fit one version of torch only, so they are installed after torch. */
export const BOUND_TO_TORCH = names(`
  apex auto-gptq autoawq causal-conv1d flash-attn mamba-ssm natten pytorch3d sageattention torch-scatter
  torch-sparse xformers
`);

/** They bring gigabytes, or pins that move other packages. A layer of their own shows which package it was. */
const HEAVY = names(`
  coqui-tts deepspeed detectron2 f5-tts funasr jax lmdeploy nemo-toolkit onnxruntime-gpu paddlepaddle-gpu
  pyannote-audio sglang tensorflow tensorrt tensorrt-llm tts vllm whisperx
`);

/** They pin a torch of their own, so a base's torch would only be in their way. */
export const BRINGS_TORCH = names("lmdeploy sglang tensorrt-llm vllm");

/** They need torch, or a GPU's libraries. */
const NEEDS_TORCH = names(`
  accelerate bitsandbytes chatterbox-tts coqui-tts deepspeed diffusers f5-tts funasr lightning nemo-toolkit
  openai-whisper peft pyannote-audio pytorch-lightning speechbrain timm tts vocos whisperx
`);

/** The installer's own tools. Surelayer brings its own. */
export const BUILD_TOOLS = names("pip uv wheel");

export function isHeavy(name: string): boolean {
  return HEAVY.has(name) || BOUND_TO_TORCH.has(name);
}

export function needsTorch(name: string): boolean {
  return NEEDS_TORCH.has(name) || BOUND_TO_TORCH.has(name) || BESIDE_TORCH.includes(name);
}

/** Names of distributions from a text that separates them by blanks. */
export function names(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
