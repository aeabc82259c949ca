"""Everything that the faulty index serves."""

from hopeless_wheels import HOPELESS_FILES
from packages import backend_sdist, sdist, setuptools_sdist, wheel

_RUN = """
import os, subprocess, sys, tempfile
def compile_c(text, compiler="gcc"):
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, "native.c")
    with open(path, "w") as source:
        source.write(text)
    subprocess.run([compiler, "-c", path, "-o", os.path.join(folder, "native.o")], check=True)
"""
_EXTENSION = "from setuptools import Extension, setup\nsetup(name='{0}', version='1.0', ext_modules=[Extension('{0}', ['{0}.c'])])\n"
_EXTENSION_BUILD = """
from setuptools import Extension, setup
def build_extension():
    with open("extension.c", "w") as source:
        source.write("int extension;")
    setup(name="extension", ext_modules=[Extension("extension", ["extension.c"])], script_args=["build_ext"])
"""
# What torch.utils.cpp_extension and flash-attn's setup.py do, in their own words.
_CUDA_HOME = (
    "raise OSError('CUDA_HOME environment variable is not set. Please set it to your CUDA install root.')"
)
_NO_NVCC = (
    "raise RuntimeError('flash_attn was requested, but nvcc was not found.  Are you sure your environment has nvcc "
    "available?  If you\\'re installing within a container from a public image registry, only images whose names "
    "contain \\'devel\\' will provide nvcc.')"
)
_FALL_BACK = """
import urllib.request, urllib.error
def fetch_or_build(url, build="raise SystemExit('the compile is stopped here')"):
    print("Guessing wheel URL: ", url)
    try:
        urllib.request.urlretrieve(url, "prebuilt.whl")
    except (urllib.error.HTTPError, urllib.error.URLError):
        print("Precompiled wheel not found. Building from source...")
        exec(build)
"""
_ALLOCATE = "subprocess.run([sys.executable, '-c', 'x = bytearray(3 * 10**9); x[::4096] = b\"1\" * len(x[::4096])'], check=True)"

FILES = {
    **HOPELESS_FILES,
    "other/big-1.0-py3-none-any.whl": wheel("big", padding=300_000, files={"big/__init__.py": "STOLEN = True\n"}),
    "big-1.0-py3-none-any.whl": wheel("big", padding=300_000),
    "demo-1.0-py3-none-any.whl": wheel("demo"),
    "demo-1.1-py3-none-any.whl": wheel("demo", "1.1"),
    "future-1.0-py3-none-any.whl": wheel("future", python=">=3.99"),
    "foreign-1.0-cp39-cp39-win_amd64.whl": wheel("foreign"),
    "shared-1.0-py3-none-any.whl": wheel("shared"),
    "shared-2.0-py3-none-any.whl": wheel("shared", "2.0"),
    "first-1.0-py3-none-any.whl": wheel("first", requires=["shared==1.0"]),
    "second-1.0-py3-none-any.whl": wheel("second", requires=["shared==2.0"]),
    "needsabsent-1.0-py3-none-any.whl": wheel("needsabsent", requires=["demo==9.9"]),
    "huge-1.0-py3-none-any.whl": wheel("huge", padding=30_000_000),
    "needstorch-1.0.tar.gz": backend_sdist("needstorch", at_requires="import torch\n    return []"),
    "oldtorch-1.0.tar.gz": sdist("oldtorch", {"setup.py": "import torch\n"}),
    "nogcc-1.0.tar.gz": backend_sdist("nogcc", helpers=_RUN, at_wheel="compile_c('int a;')"),
    "noheader-1.0.tar.gz": backend_sdist("noheader", helpers=_RUN, at_wheel="compile_c('#include <Python.h>\\n')"),
    "badcode-1.0.tar.gz": backend_sdist("badcode", helpers=_RUN, at_wheel="compile_c('int main( {')"),
    "native-1.0.tar.gz": setuptools_sdist("native", _EXTENSION.format("native"), {"native.c": "int native;\n"}),
    "extension-1.0.tar.gz": backend_sdist("extension", helpers=_EXTENSION_BUILD, at_wheel="build_extension()"),
    "cudahome-1.0.tar.gz": backend_sdist("cudahome", at_wheel=_CUDA_HOME),
    "nonvcc-1.0.tar.gz": backend_sdist("nonvcc", at_wheel=_NO_NVCC),
    "broken-1.0.tar.gz": backend_sdist("broken", at_wheel="raise ValueError('this backend never works')"),
    "badmeta-1.0.tar.gz": backend_sdist("badmeta", at_requires="raise ValueError('no metadata today')"),
    "noisy-1.0.tar.gz": backend_sdist("noisy", at_wheel="print('connection refused, 503 Service Unavailable, hash mismatch'); raise ValueError('not the network')"),
    "nobackend-1.0.tar.gz": sdist("nobackend", {"pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "absent.backend"\n'}),
    "buildneeds-1.0.tar.gz": sdist("buildneeds", {"pyproject.toml": '[build-system]\nrequires = ["missingtool"]\nbuild-backend = "missingtool"\n'}),
    "fallback-1.0.tar.gz": backend_sdist("fallback", helpers=_FALL_BACK, at_wheel="import os\n    fetch_or_build(os.environ['WHEEL_URL'])"),
    "fallbackcuda-1.0.tar.gz": backend_sdist("fallbackcuda", helpers=_FALL_BACK + f"_BUILD = {_CUDA_HOME!r}\n", at_wheel="import os\n    fetch_or_build(os.environ['WHEEL_URL'], _BUILD)"),
    "hungry-1.0.tar.gz": backend_sdist("hungry", helpers=_RUN, at_wheel=_ALLOCATE),
    "bulky-1.0.tar.gz": backend_sdist("bulky", helpers=_RUN, at_wheel="compile_c('char data[20000000] = {1};')"),
    "killed-1.0.tar.gz": backend_sdist("killed", helpers=_RUN, at_wheel="subprocess.run(['sh', '-c', 'kill -9 $$'], check=True)"),
}
REQUIRES_PYTHON = {"future-1.0-py3-none-any.whl": ">=3.99"}
