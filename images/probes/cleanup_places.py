"""Places where installers and package managers leave files that nobody needs again. Standard library only; Python 3.8 and newer.

Each strategy is a list of `Root`s: a folder, a choice of its entries, and the order of their removal. cleanup.py removes
them, except files that are needed, in use, or not of this container.
"""

import json
import os
import pwd
import re
import sys

TEMPORARY = ("/tmp", "/var/tmp")
DAY = 24 * 3600

# Names of pip's and uv's entries in a temporary folder (pip 20-26: _internal/utils/temp_dir.py; uv 0.13: a lock per Python).
INSTALLER_TEMP = re.compile(
    r"pip-(build|build-env|build-tracker|download|ephem-wheel-cache|install|metadata|modern-metadata|req-build|req-tracker"
    r"|standalone-pip|uninstall|unpack|wheel)-[a-z0-9_]+\Z|uv-[0-9a-f]{16}\.lock\Z|surelayer-install\Z"
)

# Such images are made for models, and a build downloads a model on purpose.
MODEL_CACHES = frozenset(
    "huggingface torch torch_extensions whisper whisperx modelscope clip nltk_data suno tts coqui speechbrain kagglehub "
    "openvino paddle paddlex keras tensorflow_hub tfhub_modules nemo NeMo phonemizer piper ctranslate2 vllm triton".split()
)
MODEL_SUFFIXES = (
    ".safetensors .bin .pt .pth .ckpt .onnx .gguf .ggml .nemo .h5 .keras .tflite .pb .model .npz .npy .mar .engine .plan "
    ".pdparams .msgpack .spm .bpe"
).split()


class Root:
    """A folder whose content may go.

    `wanted(entry, relative path)` chooses the files. With `keep`, the folder stays when it is empty. With `links`, symbolic
    links in it go, too, but never their targets. `last` is a prefix of entries that others point to. `within` is the whole
    cache that the folder is a part of.
    """

    def __init__(self, path, wanted=None, keep=True, links=False, last=None, within=None):
        self.path = path
        self.within = within or path
        self.wanted = wanted or (lambda path, status: True)
        self.keep = keep
        self.links = links
        self.last = last


def homes():
    """Home folders of people in this image, not of services."""
    found = {one.pw_dir for one in pwd.getpwall()}
    own = os.environ.get("HOME", "")
    return sorted({home for home in found | {own} if home == "/root" or home.startswith("/home/")})


def cache_folders():
    """Everybody's ~/.cache, and the cache folder that the image's environment names."""
    return sorted({os.path.join(home, ".cache") for home in homes()} | absolute("XDG_CACHE_HOME"))


def absolute(*names):
    """Paths in the image's environment."""
    values = [part for name in names for part in os.environ.get(name, "").split(os.pathsep)]
    return {os.path.normpath(value) for value in values if os.path.isabs(value)}


def pip_cache():
    folders = {os.path.join(cache, "pip") for cache in cache_folders()} | absolute("PIP_CACHE_DIR")
    return [Root(path, keep=False) for path in sorted(folders)]


def uv_cache():
    """uv's caches. Their wheels point into archives, which go last, so that an interrupted cleanup leaves no dangling pointer."""
    folders = {os.path.join(cache, "uv") for cache in cache_folders()} | absolute("UV_CACHE_DIR")
    return [Root(path, keep=False, links=True, last="archive-") for path in sorted(folders) if not linked_into(path)]


def linked_into(folder):
    """Whether installed packages are symbolic links into the folder (UV_LINK_MODE=symlink) and so need it."""
    if not os.path.isdir(folder):
        return False
    for root in sys.path:
        for path, names, files in os.walk(root):
            for name in names + files:
                full = os.path.join(path, name)
                if os.path.islink(full) and os.path.realpath(full).startswith(folder + os.sep):
                    return True
    return False


def installer_temp():
    """Folders and locks that killed installers leave."""
    found = []
    for folder in TEMPORARY:
        for name in names_in(folder):
            if INSTALLER_TEMP.match(name):
                found.append(Root(os.path.join(folder, name), keep=False, links=True))
    return found


def old_temp(now, is_old):
    """Files that nobody has written for a day. Models stay at any age: a build may keep them there on purpose."""
    return [Root(path, wanted=lambda one, status: is_old(status, now) and not is_model(one)) for path in TEMPORARY]


def is_model(path):
    return path.lower().endswith(tuple(MODEL_SUFFIXES))


def not_a_model(path, _status):
    return not is_model(path)


def conda_packages():
    """Downloaded and unpacked packages of conda, except those that an environment only links to."""
    found = []
    for folder, prefix in conda_caches():
        kept = softlinked(prefix)
        for name in names_in(folder):
            path = os.path.join(folder, name)
            archive = name.endswith((".tar.bz2", ".conda"))
            unpacked = name == "cache" or os.path.isdir(os.path.join(path, "info"))
            if path not in kept and (archive or unpacked):
                found.append(Root(path, keep=False, links=True, within=folder))
    return found


def conda_caches():
    """(folder of packages, prefix of its conda)."""
    prefixes = absolute("CONDA_PREFIX", "CONDA_DIR", "MAMBA_ROOT_PREFIX") | {sys.base_prefix}
    names = "conda miniconda3 miniforge3 mambaforge anaconda3 micromamba".split()
    prefixes |= {os.path.join(place, name) for place in ["/opt"] + homes() for name in names}
    own = [(os.path.join(prefix, "pkgs"), prefix) for prefix in sorted(prefixes)]
    real = [(folder, prefix) for folder, prefix in own if os.path.isdir(os.path.join(prefix, "conda-meta"))]
    users = [os.path.join(home, ".conda", "pkgs") for home in homes()] + sorted(absolute("CONDA_PKGS_DIRS"))
    return real + [(folder, prefix) for folder in users for _, prefix in real[:1]]


def softlinked(prefix):
    """Unpacked packages that an environment of this conda only links to (conda's link type 2)."""
    kept = set()
    environments = [prefix] + [os.path.join(prefix, "envs", name) for name in names_in(os.path.join(prefix, "envs"))]
    for environment in environments:
        folder = os.path.join(environment, "conda-meta")
        for name in names_in(folder):
            if not name.endswith(".json"):
                continue
            try:
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    link = json.load(file).get("link") or {}
            except (OSError, ValueError, AttributeError):
                continue
            if link.get("type") not in (1, 3, "hardlink", "copy"):
                kept.add(os.path.normpath(link.get("source") or ""))
    return kept


def apt_archives():
    return [
        Root("/var/cache/apt/archives", wanted=lambda path, status: path.endswith(".deb")),
        Root("/var/cache/apt", wanted=lambda path, status: path in ("/var/cache/apt/pkgcache.bin", "/var/cache/apt/srcpkgcache.bin")),
    ]


def apt_lists():
    return [Root("/var/lib/apt/lists", wanted=lambda path, status: os.path.basename(path) != "lock")]


def home_caches():
    """Other caches below ~/.cache, without models."""
    found = []
    for cache in cache_folders():
        for name in names_in(cache):
            if name not in MODEL_CACHES and name not in ("pip", "uv"):
                path = os.path.join(cache, name)
                found.append(Root(path, wanted=not_a_model, keep=False, links=True, within=cache))
    return found


def names_in(folder):
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []
