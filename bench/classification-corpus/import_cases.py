"""Installed, and then it doesn't import, or crashes when it is used."""

import subprocess
import sys
import sysconfig

from tools import Excerpt

BODY = """
#include <Python.h>
{extra}
static struct PyModuleDef module = {{PyModuleDef_HEAD_INIT, "native", 0, -1, 0}};
PyMODINIT_FUNC PyInit_native(void) {{ {call} return PyModule_Create(&module); }}
"""
HALF = "extern int half(void); "

# name, code that is run, expected class, cause
SIMPLE = [
    ("module-missing", "import flash_attn", "I6", "the module isn't installed"),
    ("submodule-missing", "import email.absent", "I6", "the package has no such module"),
    ("name-gone", "from collections import Mapping", "I5", "a dependency dropped the name"),
    ("attribute-gone", "import asyncio; asyncio.coroutine", "I5", "a dependency dropped the attribute"),
    ("library-missing", "import ctypes; ctypes.CDLL('libcudnn_ops_infer.so.8')", "I1", "the loader finds no such library"),
    ("abort", "import os; os.abort()", "S1", "import passes, first use aborts (134)"),
    ("abort-traced", "import faulthandler, os; faulthandler.enable(); os.abort()", "S1", "the same with PYTHONFAULTHANDLER"),
    ("crash", "import ctypes; ctypes.string_at(0)", "S1", "import passes, first use crashes (139)"),
    ("killed", "import os; os.kill(os.getpid(), 9)", "S2", "somebody kills the process"),
    ("terminated", "import os; os.kill(os.getpid(), 15)", "S2", "somebody terminates the process"),
    ("silent", "raise SystemExit(3)", "U", "a program ends with 3 and says nothing: nobody can know"),
]


def cases(tools, _):
    for name, code, expected, cause in SIMPLE:
        yield lambda name=name, code=code, expected=expected, cause=cause: _python(tools, name, code, expected, cause)
    yield lambda: _linked(tools, "library-removed", "I1", "a library that a module was linked to is gone")
    yield lambda: _linked(tools, "symbol-gone", "I2", "a library no longer has the symbol that a module was linked to")
    yield lambda: _newer_glibc(tools)
    yield lambda: _numpy_module(tools)
    yield lambda: _numpy_pandas(tools)
    yield lambda: _numpy_attribute(tools)
    for tool in ("pip26", "uv"):
        yield lambda tool=tool: _inconsistent(tools, tool)


def _python(tools, name, code, expected, cause, path="", python=sys.executable):
    folder = tools.folder()
    done = tools.call(["sh", "-c", f'{python} -c "{code}"; exit $?'], {"PYTHONPATH": str(path)}, folder)
    said = tools.scrub(done.stdout).replace(str(path) or "\0", "/build/site")
    return Excerpt(f"{name}", "command", "Python 3.11", cause, expected, said, done.returncode)


def _linked(tools, name, expected, cause):
    folder = tools.folder()
    _compile(folder, "libhalf.so", "int half(void) { return 1; }")
    _compile(folder, "native.so", BODY.format(extra=HALF, call="half();"), f"-L{folder}", "-lhalf", f"-Wl,-rpath,{folder}")
    (folder / "libhalf.so").unlink()
    if name == "symbol-gone":
        _compile(folder, "libhalf.so", "int whole(void) { return 1; }")
    return _python(tools, name, "import native", expected, cause, folder)


def _newer_glibc(tools):
    """Links against a C library that has a version which no real one has yet."""
    folder = tools.folder()
    (folder / "versions").write_text("GLIBC_2.99 { global: half; local: *; };")
    _compile(folder, "libfuture.so", "int half(void) { return 1; }", "-Wl,-soname,libc.so.6", f"-Wl,--version-script={folder}/versions")
    _compile(folder, "native.so", BODY.format(extra=HALF, call="half();"), str(folder / "libfuture.so"))
    return _python(tools, "glibc-too-old", "import native", "I4", "a module wants a newer C library", folder)


def _numpy_module(tools):
    """A C module built against NumPy 1 meets NumPy 2."""
    folder, old = tools.folder(), _packages(tools, "numpy==1.26.4")
    body = BODY.format(extra='#define NPY_NO_DEPRECATED_API 7\n#include "numpy/arrayobject.h"', call="import_array();")
    _compile(folder, "native.so", body, f"-I{old}/numpy/core/include")
    path = f"{folder}:{_packages(tools, 'numpy==2.2.6')}"
    return _python(tools, "numpy-module", "import native", "I3", "a C module built against NumPy 1 meets NumPy 2", path)


def _numpy_pandas(tools):
    path = _packages(tools, "numpy==2.2.6", "--no-deps", "pandas==1.5.3", "python-dateutil", "pytz", "six")
    return _python(tools, "numpy-dtype-size", "import pandas", "I3", "pandas 1.5 meets NumPy 2", path)


def _numpy_attribute(tools):
    path = _packages(tools, "numpy==2.2.6")
    return _python(tools, "numpy-name-gone", "import numpy; numpy.float_", "I3", "NumPy 2 dropped a name", path)


def _inconsistent(tools, tool):
    """A second install moves what the first one needs: exit code 0, and only the check afterwards says so."""
    folder, index = tools.folder(), _consistent_index()
    python = folder / "env" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", str(folder / "env")], check=True)
    for wanted in ("first==1.0", "shared==2.0"):
        command = [str(python), "-m", "pip", "--isolated", "install", "-q", "--index-url", index, wanted]
        tools.call(command, {}, folder)
    pip, uv = [str(python), "-m", "pip", "check"], [str(tools.uv_program), "pip", "check", "--python", str(python)]
    done = tools.call(uv if tool == "uv" else pip, {}, folder)
    cause = "a later phase moved a package that an earlier one needs"
    return Excerpt(f"check-by-{tool}", "command", tools.version(tool), cause, "R4", tools.scrub(done.stdout), done.returncode)


def _consistent_index():
    from faulty_index import FaultyIndex
    from files import FILES

    return FaultyIndex(FILES).address("none")


def _packages(tools, *wanted):
    """Folder with these packages from the real index, by this machine's own pip configuration."""
    folder = tools.folder()
    command = [sys.executable, "-m", "pip", "install", "-q", "--only-binary", ":all:", "--target", str(folder), *wanted]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def _compile(folder, name, text, *options):
    source = folder / f"{name}.c"
    source.write_text(text)
    include = f"-I{sysconfig.get_paths()['include']}"
    subprocess.run(["gcc", "-shared", "-fPIC", include, str(source), "-o", str(folder / name), *options], check=True)
