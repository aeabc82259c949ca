import { type FailureRule, failureRule } from "../signature.ts";

/** What was installed doesn't work when it is imported or first used. */
export const IMPORT_RULES: readonly FailureRule[] = [
  failureRule({
    id: "I4",
    name: "C library too old",
    seen: "A binary was built against a newer glibc or libstdc++ than the base image has.",
    remedy: "Use a newer base image, or an older wheel.",
    signatures: [{ trust: "text", pattern: /version `(?:GLIBC|GLIBCXX|CXXABI)_[\d.]{1,20}' not found/ }],
  }),
  failureRule({
    id: "I1",
    name: "shared library missing",
    seen: "A library (.so) that a package loads isn't in the image. With cuDNN this shows only at the first use on a GPU, as an abort.",
    remedy:
      "Add the system package or nvidia-* wheel that holds the library, in the version that the package was built for, and see that LD_LIBRARY_PATH finds it.",
    signatures: [
      {
        trust: "text",
        pattern:
          /cannot open shared object file|Unable to load any of \{|Could not load library lib|Cannot load symbol cudnn|libcudnn\w{0,40}\.so\S{0,20}: cannot|(?:sndfile|portaudio|espeak|PortAudio) library not found/i,
      },
    ],
  }),
  failureRule({
    id: "I2",
    name: "binaries don't match",
    seen: "A compiled package was built for another version of a library that it links to, mostly another torch (undefined symbol, operator does not exist).",
    remedy:
      "Use the wheel that was built for the same torch minor, CUDA and C++ ABI; `binary_for: [torch]` and `wheels:` do so.",
    signatures: [
      {
        trust: "text",
        pattern: /undefined symbol: |RuntimeError: operator \w{1,100}::\w{1,100} does not exist/,
      },
    ],
  }),
  failureRule({
    id: "I3",
    name: "NumPy versions don't match",
    seen: "A compiled package was built for NumPy 1 and met NumPy 2, or the other way round. It can be a mere warning with exit code 0.",
    remedy: "Pin numpy<2 for all phases, or take a version of the package that was built for NumPy 2.",
    signatures: [
      {
        trust: "text",
        pattern:
          /compiled using NumPy 1\.x cannot be run in|numpy\.dtype size changed|numpy\.ndarray size changed|was removed in the NumPy 2|numpy\.core\.multiarray failed to import|_ARRAY_API not found|module compiled against (?:ABI|API) version/,
      },
    ],
  }),
  failureRule({
    id: "I6",
    name: "module missing",
    seen: "An import fails, because no installed package holds the module.",
    remedy: "Add the package that holds the module to the phase; its name can differ from the module's.",
    signatures: [{ trust: "text", pattern: /ModuleNotFoundError: No module named /, tools: ["command"] }],
  }),
  failureRule({
    id: "I5",
    name: "interface changed",
    seen: "A package uses a name that its dependency no longer has (or doesn't have yet).",
    remedy: "Pin the dependency to the version that the package was made for.",
    signatures: [
      {
        trust: "text",
        pattern:
          /AttributeError: (?:partially initialized )?(?:module|type object) '[^']{1,200}' has no attribute|ImportError: cannot import name |TypeError: .{1,200}got an unexpected keyword argument/,
        tools: ["command"],
      },
    ],
  }),
];
