"""Fits the coefficients of src/plan/bytecode-coefficients.ts and judges them; needs numpy and scipy.

Usage: fit.py FEATURES SIZES HELD_OUT   Output of extract.ts, output of compile_sizes.py by one Python, and a file with the
names of the wheels that are only judged on, one a line.
"""

import json
import sys

import numpy
from scipy.optimize import nnls


def lines(path):
    """{wheel: record} of a file of JSON lines."""
    with open(path, encoding="utf-8") as file:
        return {one["wheel"]: one for one in map(json.loads, file)}


def compiled(wheel):
    """Sources that have bytecode."""
    return [one for one in wheel["sources"] if one[3] > 0]


def fit_by_size(wheels):
    """Least squares over all files: constant, bytes, deflated bytes. Large files weigh less than their size."""
    rows = numpy.array([(1, size, deflated) for one in wheels for _, size, deflated, _ in compiled(one)], float)
    sizes = numpy.array([pyc for one in wheels for *_, pyc in compiled(one)], float)
    weight = 1 / (rows[:, 1] + 500) ** 0.5
    return numpy.linalg.lstsq(rows * weight[:, None], sizes * weight, rcond=None)[0]


def fit_by_text(wheels, features):
    """Least squares over up to 30 files a wheel; no feature may make bytecode smaller."""
    rows, sizes, lengths = [], [], []
    for one in wheels:
        known = {path: pyc for path, _, _, pyc in compiled(one)}
        for path, size, _, counts in features.get(one["wheel"], {"files": []})["files"]:
            if path in known:
                rows.append(counts)
                sizes.append(known[path])
                lengths.append(size)
    weight = 1 / (numpy.array(lengths, float) + 500) ** 0.75
    return nnls(numpy.array(rows, float) * weight[:, None], numpy.array(sizes) * weight)[0]


def judge(label, wheels, features, by_size, by_text):
    """Prints the errors as src/plan/bytecode.ts would make them: of the bytecode, and of what is installed with it."""
    bytecode, installed, predicted_sum, real_sum = [], [], 0, 0
    for one in wheels:
        own = compiled(one)
        if not own:
            continue
        real = sum(pyc for *_, pyc in own)
        guess = sum(by_size @ (1, size, deflated) for _, size, deflated, _ in own)
        sample = features.get(one["wheel"], {}).get("sample")
        if sample and by_text is not None:
            expected = by_size @ (sample["files"], sample["bytes"], sample["compressedBytes"])
            guess *= min(2, max(0.3, by_text @ numpy.array(sample["features"]) / expected))
        bytecode.append(abs(guess / real - 1))
        installed.append((abs(guess - real) / (real + one["bytes"]), one["wheel"]))
        predicted_sum += guess
        real_sum += real
    shares = [share for share, _ in installed]
    print(
        "%s: %d wheels, sum %+.2f %%; bytecode median %.1f %%, p90 %.1f %%; installed median %.2f %%, p90 %.1f %%, worst %.1f %% (%s)"
        % (
            *(label, len(shares), 100 * (predicted_sum / real_sum - 1)),
            *(100 * numpy.quantile(bytecode, [0.5, 0.9])),
            *(100 * numpy.quantile(shares, [0.5, 0.9])),
            *(100 * max(shares), max(installed)[1]),
        )
    )


def main(features_file, sizes_file, held_out_file):
    """Fits on what isn't held out, prints coefficients and both judgements."""
    features, sizes = lines(features_file), lines(sizes_file)
    with open(held_out_file, encoding="utf-8") as file:
        held_out = set(file.read().split())
    known = [one for name, one in sizes.items() if name not in held_out]
    judged = [one for name, one in sizes.items() if name in held_out]
    by_size, by_text = fit_by_size(known), fit_by_text(known, features)
    print("bySize:", by_size.round(4).tolist())
    print("byText:", by_text.round(2).tolist())
    for label, wheels in (("known", known), ("held out", judged)):
        judge(label + ", by size", wheels, features, by_size, None)
        judge(label + ", by text", wheels, features, by_size, by_text)


main(*sys.argv[1:])
