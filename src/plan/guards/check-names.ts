import type { Finding } from "./finding.ts";
import type { GuardedEnvironment } from "./guarded-environment.ts";

/** What these users install. A name that is one letter away from one of them and isn't one itself is likely a mistake. */
const POPULAR: ReadonlySet<string> = new Set(
  `accelerate bitsandbytes cached-path ctranslate2 cupy datasets deepspeed diffusers einops f5-tts fairseq faster-whisper
  fastapi flash-attn flask funasr google-cloud-speech google-cloud-storage google-cloud-texttospeech gradio hf-transfer
  huggingface-hub hydra-core jax joblib librosa lightning matplotlib modelscope more-itertools nemo-toolkit numba numpy nltk
  omegaconf onnx onnxruntime onnxruntime-gpu openai openai-whisper opencv-python openpyxl pandas peft phonemizer pillow
  protobuf psutil pyannote-audio pyarrow pydantic pydub pypinyin pytorch-lightning pyyaml regex requests runpod safetensors
  scikit-learn scipy sentencepiece soundfile speechbrain sympy tensorflow tiktoken tokenizers torch torchaudio torchcodec
  torchdiffeq torchmetrics torchvision torchao torchdata torchx torchtext tqdm transformer-engine transformers triton
  unidecode uvicorn vllm vocos wandb whisper whisperx x-transformers xformers`
    .split(/\s+/)
    .filter(Boolean),
);

/** Whether many users of speech and language models install a distribution of that name. */
export function isPopular(normalisedName: string): boolean {
  return POPULAR.has(normalisedName);
}

/** Names that look like a popular one: a typing error, or somebody who counts on them. Asks no registry. */
export function checkNames({ asked }: GuardedEnvironment): readonly Finding[] {
  return asked.flatMap(({ phase, requirement }) => {
    // Who names the file means that one, whatever it is called.
    if (requirement.source !== undefined) return [];
    const { name: written, normalised: name } = requirement;
    if (POPULAR.has(name) || name.length < SHORTEST) return [];
    const meant = [...POPULAR].find((popular) => popular.length >= SHORTEST && oneEditApart(name, popular));
    if (meant === undefined) return [];
    return [
      {
        id: "look-alike",
        severity: "warning",
        message: `Phase ${phase} asks for \`${written}\`, which looks like \`${meant}\`.`,
        remedy: `Write \`${meant}\` if that is meant; a distribution of a like name can hold anything.`,
        phase,
        source: "names one letter apart from those that users of speech and language models install",
      },
    ];
  });
}

/** Short names are near each other by chance. */
const SHORTEST = 5;

/** Whether one insertion, deletion, replacement or swap of neighbours leads from one word to the other. */
function oneEditApart(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  let same = 0;
  while (same < short.length && short[same] === long[same]) same += 1;
  const rest = short.slice(same);
  if (short.length < long.length) return rest === long.slice(same + 1);
  const swapped = rest.slice(0, 2) === [...long.slice(same, same + 2)].reverse().join("");
  return rest.slice(1) === long.slice(same + 1) || (swapped && rest.slice(2) === long.slice(same + 2));
}
