/** What somebody writes into a manifest who wants the newest of everything, and what has to import then. */
export interface NewestSet {
  readonly name: string;
  /** Unpinned, as users write them. */
  readonly packages: readonly string[];
  /** Modules that prove it; `module:name` for what a lazy module loads only when asked for it. */
  readonly modules: readonly string[];
}

function set(name: string, packages: string, modules: string): NewestSet {
  return { name, packages: packages.split(" "), modules: modules.split(" ") };
}

export const SETS: readonly NewestSet[] = [
  set("f5-tts", "f5-tts", "f5_tts.api f5_tts.infer.utils_infer"),
  set("whisperx", "whisperx", "whisperx.asr whisperx.alignment whisperx.diarize"),
  set("f5-whisperx", "f5-tts whisperx", "f5_tts.api whisperx.asr whisperx.alignment"),
  set(
    "voice-worker",
    "f5-tts whisperx runpod google-cloud-speech",
    "f5_tts.api whisperx.asr whisperx.alignment runpod google.cloud.speech",
  ),
  set(
    "torch-family",
    "torch torchaudio torchvision torchcodec",
    "torchaudio torchvision torchcodec.decoders",
  ),
  set("faster-whisper", "faster-whisper runpod", "faster_whisper runpod"),
  set("openai-whisper", "openai-whisper", "whisper whisper.timing"),
  set("pyannote-audio", "pyannote-audio", "pyannote.audio pyannote.audio.pipelines"),
  set("speechbrain", "speechbrain torch torchaudio", "speechbrain.inference"),
  set("funasr", "funasr modelscope torch torchaudio", "funasr:AutoModel modelscope:snapshot_download"),
  set("coqui-tts", "coqui-tts torch torchaudio", "TTS.api"),
  set("kokoro", "kokoro soundfile", "kokoro misaki.en"),
  set("qwen-tts", "qwen-tts", "qwen_tts"),
  set("nemo", "nemo-toolkit[asr]", "nemo.collections.asr"),
  set(
    "diffusers",
    "diffusers transformers accelerate torch",
    "diffusers:StableDiffusionXLPipeline diffusers:FluxPipeline transformers:CLIPTextModel accelerate",
  ),
  set(
    "fine-tuning",
    "transformers datasets peft trl",
    "transformers:Trainer datasets peft:LoraConfig trl:SFTTrainer",
  ),
  set("sentence-transformers", "sentence-transformers", "sentence_transformers"),
  set(
    "quantised",
    "bitsandbytes transformers accelerate",
    "bitsandbytes transformers:BitsAndBytesConfig transformers:AutoModelForCausalLM",
  ),
  set("xformers", "xformers torch", "xformers.ops"),
  set("onnx", "onnxruntime-gpu optimum[onnxruntime-gpu]", "onnxruntime optimum.onnxruntime:ORTModelForCTC"),
  set("gradio", "gradio librosa torch", "gradio librosa"),
  set("ultralytics", "ultralytics", "ultralytics:YOLO"),
  set("chatterbox-tts", "chatterbox-tts", "chatterbox.tts chatterbox.vc"),
  set("vllm", "vllm", "vllm vllm:LLM vllm.entrypoints.openai.api_server"),
  set("spacy", "spacy spacy-transformers", "spacy spacy_transformers"),
];
