/** Scripts of images/probes that every toolbox holds. */
export const PROBES = [
  "base_facts.py",
  "build_machine.py",
  "cleanup.py",
  "cleanup_limits.py",
  "cleanup_places.py",
  "cleanup_removal.py",
  "compile.py",
  "forget_local_files.py",
  "imports.py",
  "keep_downloads.py",
  "kept_wheels.py",
  "prefetch.py",
  "refresh_bytecode.py",
  "source_contents.py",
  "strip.py",
];
