import { capabilityOf } from "../../python/modules/capability-imports.ts";
import { names } from "./known-packages.ts";

/** Modules of distributions whose names differ from the modules'. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ["beautifulsoup4", "bs4"],
  ["coqui-tts", "TTS"],
  ["descript-audio-codec", "dac"],
  ["ffmpeg-python", "ffmpeg"],
  ["google-cloud-speech", "google.cloud.speech"],
  ["google-cloud-storage", "google.cloud.storage"],
  ["google-cloud-texttospeech", "google.cloud.texttospeech"],
  ["hydra-core", "hydra"],
  ["nemo-toolkit", "nemo"],
  ["onnxruntime-gpu", "onnxruntime"],
  ["openai-whisper", "whisper"],
  ["opencv-contrib-python", "cv2"],
  ["opencv-python", "cv2"],
  ["opencv-python-headless", "cv2"],
  ["pillow", "PIL"],
  ["protobuf", "google.protobuf"],
  ["python-dateutil", "dateutil"],
  ["python-dotenv", "dotenv"],
  ["python-multipart", "python_multipart"],
  ["pyyaml", "yaml"],
  ["scikit-image", "skimage"],
  ["scikit-learn", "sklearn"],
  ["tts", "TTS"],
]);

/** Distributions whose module has the same name, with `_` for `-`. */
const SAME = names(`
  accelerate aiohttp av boto3 cached-path click ctranslate2 datasets diffusers einops ema-pytorch
  fastapi faster-whisper flash-attn funasr gradio httpx huggingface-hub jiwer joblib librosa matplotlib
  modelscope nltk numba numpy onnx onnxruntime openai pandas peft phonemizer pydantic pydub pypinyin
  requests rjieba runpod safetensors scipy sentencepiece soundfile soxr speechbrain tensorflow tiktoken timm
  tokenizers tomli torch torchaudio torchdiffeq torchvision tqdm transformers triton unidecode uvicorn vllm
  vocos wandb x-transformers xformers
`);

/**
 * What Python imports for a distribution: what it is installed for, where its top-level module doesn't try that. None for one that isn't
 * listed here.
 */
export function importsOf(normalisedName: string): readonly string[] {
  const capability = capabilityOf(normalisedName);
  if (capability !== undefined) return capability.modules;
  const renamed = RENAMED.get(normalisedName);
  if (renamed !== undefined) return [renamed];
  return SAME.has(normalisedName) ? [normalisedName.replaceAll("-", "_")] : [];
}
