"""Copies this Python into a folder, with everything that our look at a layer needs: copy_python.py FOLDER.

The copy lies where no package can write. So a package that changes the image's own Python can't change what we see. Runs as
FOLDER/loader --library-path FOLDER/libraries FOLDER/bin/python3. Run with -I -S. Standard library only; runs on Python 3.8 and newer.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# Loads what is to be copied.
import layer_changes  # noqa: E402, F401
import layer_contents  # noqa: E402, F401
import layer_records  # noqa: E402, F401

LOADER = re.compile(r"/ld(?:-[^/]*)?\.so[^/]*$")
LIBRARY = re.compile(r"\.so(?:\.|$)")
LOADED = "import layer_changes, layer_contents, layer_records; print(open('/proc/self/maps').read())"


def programs(maps):
    """Files of code that the kernel has loaded, by the text of /proc/self/maps."""
    rows = [line.split(None, 5) for line in maps.splitlines()]
    return sorted({row[5].strip() for row in rows if len(row) == 6 and "x" in row[1] and row[5].startswith("/")})


def short_names(name):
    """A library's file is called libz.so.1.2.13, and programs ask for libz.so.1."""
    start, *numbers = re.split(r"(?<=\.so)\.|(?<=\d)\.(?=\d)", name)
    return [".".join([start] + numbers[:count]) for count in range(len(numbers))]


def copy_loader(path, folder):
    """The loader would put the libraries that this file names into our Python, too. No program can make the other one."""
    with open(path, "rb") as file:
        content = file.read().replace(b"/etc/ld.so.preload\0", b"/proc/none/preload\0")
    with open(os.path.join(folder, "loader"), "wb") as file:
        file.write(content)
    os.chmod(os.path.join(folder, "loader"), 0o755)


def copy(source, *target):
    path = os.path.join(*target)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    shutil.copyfile(source, path)
    os.chmod(path, 0o755)


def main(folder):
    stdlib = os.path.realpath(sysconfig.get_path("stdlib"))
    home = os.path.join(folder, "lib", "python%d.%d" % sys.version_info[:2])
    os.makedirs(os.path.join(home, "lib-dynload"), exist_ok=True)
    copy(os.path.realpath(sys.executable), folder, "bin", "python3")
    with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as file:
        loaded = programs(file.read())
    for path in loaded:
        if LOADER.search(path):
            copy_loader(path, folder)
        elif LIBRARY.search(path):
            name = os.path.basename(path)
            for one in [name] + short_names(name):
                copy(path, folder, "libraries", one)
    for module in list(sys.modules.values()):
        path = os.path.realpath(getattr(module, "__file__", None) or "")
        if path.startswith(stdlib + os.sep):
            copy(path, home, os.path.relpath(path, stdlib))


def strangers(folder):
    """Files of code outside of the folder that the copy runs on all the same."""
    start = [os.path.join(folder, "loader"), "--library-path", os.path.join(folder, "libraries")]
    program = "import sys; sys.path.insert(0, %r); %s" % (os.path.dirname(os.path.abspath(__file__)), LOADED)
    command = start + [os.path.join(folder, "bin", "python3"), "-I", "-S", "-B", "-c", program]
    maps = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8", "surrogateescape")
    return [path for path in programs(maps) if not path.startswith(folder + os.sep)]


if __name__ == "__main__":
    main(sys.argv[1])
    outside = strangers(sys.argv[1])
    if outside:
        sys.exit("the copy needs " + ", ".join(outside))
