/** What a package is installed for, where the import of its top-level module doesn't try that. */
export interface Capability {
  /** Each import tries what the others don't. */
  readonly modules: readonly string[];
  /** Half a sentence: what was seen to pass and to fail. */
  readonly why: string;
  /** What was run, and when. */
  readonly source: string;
}

const RUN = "run on 2026-11-29: CPython 3.11, Linux x86-64, no GPU";

/**
 * By distribution (PEP 503). Looked at and left out, because their top-level import loads what they are for: datasets, faster-whisper, nltk,
 * onnxruntime, torchaudio, torchcodec (0.7.0 and 0.17.0), torchvision, vocos.
 */
const CAPABILITIES: ReadonlyMap<string, Capability> = new Map([
  [
    "whisperx",
    {
      modules: ["whisperx.asr", "whisperx.alignment"],
      why: "`import whisperx` passes where `whisperx.asr` fails with \"module 'torchaudio' has no attribute 'AudioMetaData'\", and where transformers is missing, which `whisperx.alignment` needs",
      source: `whisperx 3.7.2 beside torchaudio 2.11.1, and 3.8.6 without transformers, ${RUN}; whisperx.asr loads whisperx.vads and whisperx.diarize`,
    },
  ],
  [
    "f5-tts",
    {
      modules: ["f5_tts.api"],
      why: "`import f5_tts` passes where `f5_tts.api` fails with \"module 'pyarrow' has no attribute 'PyExtensionType'\"",
      source: `f5-tts 1.1.22 beside datasets 2.14.4 and pyarrow 26, ${RUN}`,
    },
  ],
  [
    "pyannote-audio",
    {
      modules: ["pyannote.audio"],
      why: "`pyannote` is only a folder, and its import passes where `pyannote.audio` fails with \"module 'torchaudio' has no attribute 'AudioMetaData'\"",
      source: `pyannote-audio 3.4.0 beside torchaudio 2.11.1, ${RUN}`,
    },
  ],
]);

/** Imports that prove what a distribution is installed for; undefined where its top-level module does, or nobody looked. */
export function capabilityOf(normalisedName: string): Capability | undefined {
  return CAPABILITIES.get(normalisedName);
}
