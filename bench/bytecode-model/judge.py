"""Compares what plans say of each distribution's bytecode with what Python compiles of it.

Usage: judge.py UV FOLDER RESULTS PLAN.json...

The plans are of the same set and came from different programs. Wheels of at most 60 MB are installed into FOLDER, compiled as if they
lay where the base keeps them, and weighed; errors are shares of what the distribution really installs. Needs a Python of the base's
minor version.
"""

import csv
import glob
import json
import os
import re
import statistics
import subprocess
import sys

MAX_WHEEL_BYTES = 60e6


def canonical(name):
    return re.sub(r"[-_.]+", "_", name).lower()


def distributions(plan):
    return [one for phase in plan["phases"] for one in phase["distributions"]]


def install(uv, folder, plan):
    wheels = [one for one in distributions(plan) if one["kind"] == "wheel" and one["file"]["bytes"] <= MAX_WHEEL_BYTES]
    requirements = os.path.join(folder, "requirements.txt")
    target = os.path.join(folder, "installed")
    with open(requirements, "w") as file:
        file.writelines("%s @ %s\n" % (one["name"], one["file"]["url"]) for one in wheels)
    to = ["--no-deps", "--python", sys.executable, "--target", target]
    subprocess.run([uv, "pip", "install", "--quiet", "--no-config", *to, "-r", requirements], check=True)
    # A file that isn't Python for this version is left out, as in a build.
    names = ["-s", target, "-p", plan["base"]["purelib"], "--invalidation-mode", "unchecked-hash"]
    subprocess.run([sys.executable, "-m", "compileall", "-qq", "-j0", *names, target])
    return {one["name"]: bytecode_of(target, one["name"]) for one in wheels}


def bytecode_of(target, name):
    (info,) = [
        one
        for one in glob.glob(os.path.join(glob.escape(target), "*.dist-info"))
        if canonical(os.path.basename(one)[: -len(".dist-info")].rsplit("-", 1)[0]) == canonical(name)
    ]
    tag = sys.implementation.cache_tag
    total = 0
    with open(os.path.join(info, "RECORD"), newline="") as file:
        for path, *_ in csv.reader(file):
            folder, base = os.path.split(os.path.join(target, path))
            compiled = os.path.join(folder, "__pycache__", "%s.%s.pyc" % (base[: -len(".py")], tag))
            if base.endswith(".py") and os.path.exists(compiled):
                total += os.path.getsize(compiled)
    return total


def judge(plan, real):
    rows = []
    for one in distributions(plan):
        if one["name"] in real:
            error = one["bytecodeBytes"] - real[one["name"]]
            rows.append({"name": one["name"], "error": error, "installed": one["installedBytes"] - error})
    shares = sorted(abs(row["error"] / row["installed"]) for row in rows)
    worst = sorted(rows, key=lambda row: -abs(row["error"] / row["installed"]))[:5]
    return {
        "distributions": len(rows),
        "bytecodeBytes": sum(real.values()),
        "errorOfAll": sum(row["error"] for row in rows) / sum(real.values()),
        "median": statistics.median(shares),
        "p90": shares[int(0.9 * len(shares))],
        "over5Percent": sum(share > 0.05 for share in shares),
        "over10Percent": sum(share > 0.1 for share in shares),
        "worst": [{**row, "share": row["error"] / row["installed"]} for row in worst],
    }


def main(uv, folder, results, *paths):
    plans = {}
    for path in paths:
        with open(path) as file:
            plans[os.path.basename(path)] = json.load(file)
    os.makedirs(folder, exist_ok=True)
    real = install(uv, folder, next(iter(plans.values())))
    judged = {name: judge(plan, real) for name, plan in plans.items()}
    with open(results, "w") as file:
        json.dump(judged, file, indent=2)
        file.write("\n")
    print(json.dumps(judged, indent=2))


main(*sys.argv[1:])
