/** Package sets. `known`: its wheels were among those that the bytecode model was fitted on; `judged`: among those that it was
 * judged on while it was made; `after`: chosen when the model was fixed. */
export interface PackageSet {
  readonly name: string;
  readonly phases: Readonly<Record<string, readonly string[]>>;
  readonly chosen: "known" | "judged" | "after";
  /** What the seed's table of sizes says of it, megabytes. */
  readonly seedMegabytes?: number;
  /** Several gigabytes. */
  readonly large?: boolean;
}

const one = (...packages: readonly string[]) => ({ all: packages });

export const SETS: readonly PackageSet[] = [
  { name: "tqdm rich", phases: one("tqdm", "rich"), chosen: "known" },
  { name: "fastapi", phases: one("fastapi[standard]", "sqlalchemy", "alembic"), chosen: "known" },
  { name: "google-cloud-speech", phases: one("google-cloud-speech"), chosen: "known", seedMegabytes: 200 },
  { name: "transformers", phases: one("transformers"), chosen: "known", seedMegabytes: 500 },
  { name: "runpod", phases: one("runpod"), chosen: "known" },
  { name: "faster-whisper", phases: one("faster-whisper"), chosen: "known" },
  { name: "spacy plotly", phases: one("spacy", "plotly"), chosen: "judged" },
  { name: "ray[serve]", phases: one("ray[serve]"), chosen: "judged" },
  { name: "sphinx ansible-core", phases: one("sphinx", "ansible-core"), chosen: "judged" },
  { name: "kubernetes stripe twilio", phases: one("kubernetes", "stripe", "twilio"), chosen: "judged" },
  { name: "tensorflow-cpu", phases: one("tensorflow-cpu"), chosen: "judged" },
  { name: "streamlit altair", phases: one("streamlit", "altair"), chosen: "after" },
  { name: "polars duckdb deltalake", phases: one("polars", "duckdb", "deltalake"), chosen: "after" },
  { name: "jax", phases: one("jax", "flax"), chosen: "after" },
  { name: "gradio", phases: one("gradio"), chosen: "after" },
  { name: "opencv onnxruntime", phases: one("opencv-python-headless", "onnxruntime"), chosen: "after" },
  { name: "pyspark", phases: one("pyspark"), chosen: "after" },
  { name: "poetry", phases: one("poetry"), chosen: "after" },
  { name: "xgboost lightgbm", phases: one("xgboost", "lightgbm"), chosen: "after" },
  { name: "torch (CUDA)", phases: one("torch"), chosen: "known", large: true },
  {
    name: "diffusers sentence-transformers (CUDA)",
    phases: one("diffusers", "sentence-transformers", "accelerate"),
    chosen: "after",
    large: true,
  },
  {
    name: "f5-tts whisperx transformers google-cloud-speech (CUDA)",
    phases: {
      "language-models": ["transformers"],
      "speech-api": ["google-cloud-speech"],
      // With the pins of docs/how-to/f5-tts-set.md: without them the plan refuses, for what it resolves to can't be imported.
      speech: ["f5-tts", "datasets>=3"],
      alignment: ["whisperx==3.8.6"],
    },
    chosen: "known",
    seedMegabytes: 3700,
    large: true,
  },
];
