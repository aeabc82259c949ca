/** The set of docs/how-to/f5-tts-set.md, as pip is asked for it and as phases. */
export const PHASES: Readonly<Record<string, readonly string[]>> = {
  voices: ["f5-tts==1.1.22", "datasets>=3"],
  "language-models": ["transformers"],
  "speech-api": ["google-cloud-speech"],
  alignment: ["whisperx==3.8.6"],
};

export const PACKAGES = Object.values(PHASES).flat();

/** JSON is YAML. */
export function manifestText(base: string, phases: typeof PHASES = PHASES): string {
  return JSON.stringify({
    ...{ version: 1, name: "plan-time", base: { image: base } },
    phases: Object.entries(phases).map(([name, packages]) => ({ name, packages })),
    // The disk is not what is measured.
    disk: { reserve: "10MB" },
  });
}
