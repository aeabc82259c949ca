/** Editors with a YAML language server complete and explain a manifest by this line. */
export const HEADER =
  "# yaml-language-server: $schema=https://raw.githubusercontent.com/surelayer/surelayer/v0/install.schema.json";

/** A manifest to begin with, for a folder without a source. */
export function starterManifest(name: string): string {
  return `${HEADER}
# Where to go from here: surelayer validate, surelayer plan, surelayer build.
version: 1
name: ${name}
base:
  # A base with CUDA and torch is, for example, runpod/pytorch:1.0.7-cu1281-torch280-ubuntu2204.
  image: python:3.12-slim
# Each phase becomes a layer of the image and is tried again on its own when its installation fails.
phases:
  - name: runpod-sdk
    packages: ["runpod>=1.7"]
    # What Python imports; the build tries it.
    imports: [runpod]
#  - name: language-models
#    packages: ["transformers>=4.48"]
#    imports: [transformers]
#    optional: true # when it can't be installed, the image is built without it, and every report says so
# What is copied into the image, relative to this file, and what the image runs:
# files:
#   - { from: src, to: /app }
# workdir: /app
# command: [python, -u, /app/handler.py]
# env: { HF_HOME: /runpod-volume/huggingface-cache }
`;
}
