"""Failures of the resolution and of builds from source."""

from tools import Excerpt

# name of the case, requirement, expected class, cause
WANTED = [
    ("conflict", "first==1.0 second==1.0", "R3", "two packages want different versions of a third"),
    ("absent-version", "demo==9.9", "R1", "the version isn't on the index"),
    ("absent-needed-version", "needsabsent==1.0", "R1", "a dependency's version isn't on the index"),
    ("absent-package", "nosuchthing==1.0", "R0", "the package isn't on the index"),
    ("requires-python", "future==1.0", "R2", "the package wants a newer Python"),
    ("foreign-wheel", "foreign==1.0", "R6", "the only wheel is for another platform"),
    ("missing-torch", "needstorch==1.0", "B1", "the build imports torch, which isolation hides"),
    ("missing-compiler", "nogcc==1.0", "B3", "the compiler isn't there"),
    ("missing-compiler-of-setuptools", "extension==1.0", "B3", "setuptools doesn't find the compiler"),
    ("missing-wheel-package", "native==1.0", "B1", "setuptools needs the package wheel, which isn't there"),
    ("missing-header", "noheader==1.0", "B3", "Python.h isn't there"),
    ("compile-error", "badcode==1.0", "B4", "the source doesn't compile"),
    ("cuda-home", "cudahome==1.0", "B2", "CUDA_HOME isn't set"),
    ("no-nvcc", "nonvcc==1.0", "B2", "nvcc isn't there"),
    ("backend-failure", "broken==1.0", "B4", "the build backend raises"),
    ("metadata-failure", "badmeta==1.0", "B4", "the build backend raises before the build"),
    ("noisy-backend", "noisy==1.0", "B4", "the failing build prints words of network failures"),
    ("absent-backend", "nobackend==1.0", "B1", "the build backend isn't there"),
    ("killed-compiler", "killed==1.0", "O1", "a compiler child dies of signal 9"),
]


def cases(tools, index):
    for name, wanted, expected, cause in WANTED:
        for tool in ("pip23", "pip26", "uv"):
            env = {"PATH": "/nonexistent"} if name.startswith("missing-compiler") else None
            options = ["--no-build-isolation"] if wanted.startswith(("native", "extension")) else []
            yield _case(tools, tool, f"{tool}-{name}", index.address("none"), wanted, expected, cause, env, options)
    for tool in ("pip23", "pip26", "uv"):
        yield _fall_back(tools, index, tool)
        # The pip 23 that installs build needs keeps no debug log: outage and absence look the same.
        outage, absence = ("N0", "N0") if tool == "pip23" else ("N3", "R0")
        broken, whole = index.address("page_missingtool-503"), index.address("none")
        yield _case(tools, tool, f"{tool}-build-need-503", broken, "buildneeds==1.0", outage, "the index answers 503 for a build need")
        yield _case(tools, tool, f"{tool}-build-need-absent", whole, "buildneeds==1.0", absence, "a build need isn't on the index")


def _fall_back(tools, index, tool):
    url = index.address("file-503").replace("/simple/", "/files/big-1.0-py3-none-any.whl")
    cause = "flash-attn's own download of its wheel fails, so it builds from source"
    return _case(tools, tool, f"{tool}-fall-back", index.address("none"), "fallback==1.0", "B5", cause, {"WHEEL_URL": url})


def _case(tools, tool, name, address, wanted, expected, cause, env=None, options=()):
    def run():
        code, output = tools.run(tool, address, wanted, *options, env=env)
        return Excerpt(name, tool, tools.version(tool), cause, expected, output, code)

    return run
