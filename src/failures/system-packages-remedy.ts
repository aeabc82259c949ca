/** The packages of Debian and Ubuntu that hold a program, a header or a library which a build didn't find. */
const HOLDERS: readonly (readonly [RegExp, string])[] = [
  [/['"`\s/](?:[a-z0-9_]{1,20}-[a-z0-9_-]{1,40}-)?(?:gcc|g\+\+|cc|c\+\+|make)['"`]/, "build-essential"],
  [/['"`\s/]clang(?:\+\+)?['"`]/, "clang"],
  [/CMAKE_C(?:XX)?_COMPILER/, "build-essential"],
  [/CMake must be installed|['/]cmake'/, "cmake"],
  [/\bninja\b/, "ninja-build"],
  [/\bcargo\b|\brustc\b|\bRust\b/, "cargo"],
  [/\bgfortran\b/, "gfortran"],
  [/\bswig\b/, "swig"],
  [
    /pkg-config is required|[Pp]kg-config (?:was )?not found|Did not find pkg-config|['/]pkg-config'/,
    "pkg-config",
  ],
  [/\bPython\.h\b/, "python3-dev"],
  [/\bffi\.h\b/, "libffi-dev"],
  [/\bopenssl\//, "libssl-dev"],
  [/\bportaudio\.h\b|-lportaudio\b/, "portaudio19-dev"],
  [/\balsa\/|-lasound\b/, "libasound2-dev"],
  [/\bsndfile\.h\b|-lsndfile\b/, "libsndfile1-dev"],
  [/\bsox\.h\b|-lsox\b/, "libsox-dev"],
  [/\bespeak-ng\//, "libespeak-ng-dev"],
  [/\bzlib\.h\b|-lz\b/, "zlib1g-dev"],
  [/\bbzlib\.h\b|-lbz2\b/, "libbz2-dev"],
  [/\blzma\.h\b|-llzma\b/, "liblzma-dev"],
  [/\bjpeglib\.h\b|-ljpeg\b/, "libjpeg-dev"],
  [/\blibxml\//, "libxml2-dev"],
  [/\blibxslt\//, "libxslt1-dev"],
  [/pg_config|\blibpq-fe\.h\b|-lpq\b/, "libpq-dev"],
  [/mysql_config|\bmysql\.h\b/, "libmariadb-dev"],
  [/\bcurl\/curl\.h\b|-lcurl\b/, "libcurl4-openssl-dev"],
  [/\byaml\.h\b/, "libyaml-dev"],
  [/\bEigen\//, "libeigen3-dev"],
  [/\bboost\//, "libboost-dev"],
  [/\bhdf5\.h\b|-lhdf5\b/, "libhdf5-dev"],
];

/** What FFmpeg's Python bindings are compiled with. */
const FFMPEG = /\blib(?:av|sw)(codec|device|filter|format|util|scale|resample)\b/;

/** The remedy that names the package, where a line shows what is missing and its package is known. */
export function systemPackagesRemedy(line: string): string | undefined {
  const holder = HOLDERS.find(([pattern]) => pattern.test(line))?.[1] ?? ffmpegPackage(line);
  if (holder === undefined) return undefined;
  return `Add what is missing, \`system_packages: [${holder}]\` (Debian's and Ubuntu's name for it), or ask for a version that has a wheel.`;
}

function ffmpegPackage(line: string): string | undefined {
  const library = FFMPEG.exec(line)?.[0];
  return library && `${library}-dev`;
}
