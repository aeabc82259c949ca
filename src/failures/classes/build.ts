import { type FailureRule, failureRule } from "../signature.ts";
import { systemPackagesRemedy } from "../system-packages-remedy.ts";

const NO_COMPILER =
  /No such file or directory: '(?:[^']{0,200}\/)?(?:[a-z0-9_-]{0,60}-)?(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|cmake|ninja|make|cargo|rustc|gfortran|pkg-config|swig)'|command '[^']{0,300}' failed: No such file or directory|unable to execute '[^']{0,300}'|error: Unable to find a compatible|Unknown compiler\(s\)|No CMAKE_C(?:XX)?_COMPILER could be found|CMake must be installed|linker `[^`]{0,100}` not found|can't find Rust compiler|rustc, cargo, .{0,40}(?:is|are) not (?:installed|found)|requires Rust and Cargo|Do you have cargo in your PATH|unable to find a build program corresponding to|pkg-config is required|[Pp]kg-config (?:was )?not found|Did not find pkg-config/;
const OTHER_CUDA = /detected CUDA version \([\d.]{1,10}\) mismatches/;
const NO_NVCC = /CUDA_HOME environment variable is not set|nvcc was not found/;

const HAS_WHEEL = "Ask for a version that has a wheel,";
const SETUPTOOLS_BOUND = "build_constraints: ['setuptools<81']";

/** A package could not be built from its source. */
export const BUILD_RULES: readonly FailureRule[] = [
  failureRule({
    id: "B5",
    name: "prebuilt wheel not fetched",
    seen: "flash-attn (or a package like it) could not download its own prebuilt wheel and begins to compile instead, which takes hours.",
    retry: "bridge",
    recovery: "prebuilt-wheel",
    remedy:
      "Give the phase a `wheels:` template, so that the right wheel is fetched with retries and a hash. A source build starts only with `source_build: allowed`.",
    // Without nvcc, the compilation that follows is what has to be mended.
    signatures: [
      { trust: "build", pattern: /Precompiled wheel not found\. Building from source/, unless: NO_NVCC },
    ],
  }),
  failureRule({
    id: "B2",
    name: "CUDA compiler missing",
    seen: "The build wants nvcc or CUDA_HOME, which runtime images don't have.",
    remedy: "Use a prebuilt wheel (`wheels:`) or a devel base image, or make the phase optional.",
    signatures: [
      {
        trust: "build",
        pattern:
          /CUDA_HOME environment variable is not set|nvcc was not found|only images whose names contain|No such file or directory: '[^']{0,300}nvcc'|nvcc: (?:command )?not found|Failed to find nvcc|No CMAKE_CUDA_COMPILER|Could NOT find CUDA/,
        tools: ["pip", "uv"],
      },
      { trust: "text", pattern: NO_NVCC },
    ],
  }),
  failureRule({
    id: "B7",
    name: "CUDA versions don't match",
    seen: "The image's nvcc is of another CUDA major than the installed torch, so torch's extension builder refuses to compile.",
    remedy:
      "Choose a base with the CUDA of torch, or a torch for the base's CUDA (`torch_backend`), or a prebuilt wheel (`wheels:`).",
    signatures: (["build", "text"] as const).map((trust) => ({ trust, pattern: OTHER_CUDA })),
  }),
  failureRule({
    id: "B3",
    name: "compiler missing",
    seen: "The package has no wheel for this image, and the image lacks a program to build it with: a compiler, pkg-config, cmake.",
    remedy: `${HAS_WHEEL} or add the program's package: \`system_packages: [build-essential]\` brings gcc, g++ and make.`,
    remedyFor: systemPackagesRemedy,
    signatures: [
      {
        trust: "build",
        pattern: NO_COMPILER,
        tools: ["pip", "uv"],
      },
      // A `run` step that compiles something itself.
      { trust: "text", pattern: NO_COMPILER, tools: ["command"] },
    ],
  }),
  failureRule({
    id: "B9",
    name: "headers or library missing",
    seen: "The package has no wheel for this image, and the image lacks a header or a library that the package is compiled with.",
    remedy: `${HAS_WHEEL} or add the package that holds what is missing: \`system_packages: [build-essential, python3-dev]\` brings a compiler and Python.h. A library's headers are mostly in a package whose name ends with -dev.`,
    remedyFor: systemPackagesRemedy,
    signatures: [
      {
        trust: "build",
        pattern:
          /fatal error: '?[\w./+-]{1,200}\.(?:h|hpp|hh|cuh)'?(?:: No such file or directory| file not found)|cannot find -l\w|^Package '?.{1,200} (?:was not found in the pkg-config search path|not found$)|pkg-config could not find librar|pg_config executable not found|mysql_config not found/,
        tools: ["pip", "uv"],
      },
    ],
  }),
  failureRule({
    id: "B8",
    name: "setuptools too new",
    seen: "The package's build imports pkg_resources, which setuptools 81 and newer don't have.",
    retry: "once",
    recovery: "no-build-isolation",
    remedy: `Let sources be built with an older setuptools: write \`${SETUPTOOLS_BOUND}\` at the manifest's top level.`,
    signatures: [
      {
        trust: "build",
        pattern: /(?:ModuleNotFoundError|ImportError): No module named '?pkg_resources\b/,
        tools: ["pip", "uv"],
      },
    ],
  }),
  failureRule({
    id: "B1",
    name: "build needs a package it doesn't see",
    seen: "The build imports a package, often torch, that its isolated environment doesn't hold.",
    retry: "once",
    recovery: "no-build-isolation",
    remedy:
      "Put the package that the build imports into an earlier phase, or use a version with a wheel. Surelayer builds once more without isolation when the image holds it.",
    signatures: [
      {
        trust: "build",
        pattern:
          /invalid command 'bdist_wheel'|ModuleNotFoundError: No module named |ImportError: No module named |BackendUnavailable|backend-unavailable/,
        tools: ["pip", "uv"],
      },
      { trust: "cause", pattern: /BackendUnavailable/, tools: ["pip"] },
    ],
  }),
  failureRule({
    id: "B10",
    name: "build asks for what isn't locked",
    seen: "A source's build asks for a package that it didn't ask for when the plan was made. A build gets what the plan locks, and no index.",
    remedy: `Plan again with \`--refresh\`. ${HAS_WHEEL} if its build asks differently each time.`,
    signatures: [
      {
        trust: "cause",
        pattern: /Failed to resolve requirements from `/,
        tools: ["uv"],
        unless: (lines) => !lines.some((line) => /in the provided package locations/.test(line.text)),
      },
      {
        trust: "cause",
        pattern:
          /Failed to build '.{1,300}' when installing (?:backend|build) dependencies|subprocess to install (?:backend|build) dependencies exited/,
        tools: ["pip"],
        unless: (lines) => !lines.some((line) => /^\s*Ignoring indexes: /.test(line.text)),
      },
    ],
  }),
  failureRule({
    id: "B4",
    name: "build from source failed",
    seen: "The package's own build failed: a compile error, or an exception in its build script.",
    remedy:
      "Ask for a version that has a wheel; else the log file holds the build's own words, which its authors will want to see.",
    signatures: [
      {
        trust: "verdict",
        pattern:
          /metadata-generation-failed|subprocess-exited-with-error|Failed building wheel for|failed to build installable wheels|Failed to build '|Getting requirements to build (?:wheel|editable) exited with|Preparing (?:editable )?metadata \([\w.]{1,40}\) exited with|Building (?:editable )?wheel for .{1,300} exited with|Failed to build [`\w]|The build backend returned an error|Call to `[^`]{1,300}` failed|setup\.py (?:install|bdist_wheel|egg_info) (?:did not run|exited)/,
        tools: ["pip", "uv"],
      },
    ],
  }),
];
