"""Fits the coefficients of src/plan/archive-bytes.ts to single wheels; needs numpy and scipy.

Usage: fit.py PREDICTED LAYERS   Output of predict.ts and of layers.py for the same wheels, one a group. Bytecode's coefficient is
that of the Python that ran layers.py.
"""

import json
import sys

import numpy
from scipy.optimize import nnls

FOLDS = 6
COUNTED = ("dense", "text", "rows", "otherFiles", "folders")
# Where a layer is so small, its error in bytes counts rather than that in percent.
DAMPING = 50_000
BYTECODE_DAMPING = 200_000
# What can't be told from little bytecode.
LEAST_BYTECODE = 20_000


def lines(path):
    """Records of a file of JSON lines."""
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def fitted(rows, sizes, damping):
    """Coefficients of no negative sign, by the relative error."""
    weight = 1 / (sizes + damping)
    return nnls(rows * weight[:, None], sizes * weight)[0]


def judged(label, rows, sizes, damping):
    """Prints the coefficients, and the errors for wheels that the fit hasn't seen (cross-validation)."""
    errors = numpy.zeros(len(sizes))
    for fold in range(FOLDS):
        unseen = numpy.arange(len(sizes)) % FOLDS == fold
        coefficients = fitted(rows[~unseen], sizes[~unseen], damping)
        errors[unseen] = abs(rows[unseen] @ coefficients / sizes[unseen] - 1)
    large = sizes > 300_000
    print(label, fitted(rows, sizes, damping).round(3).tolist())
    for name, which in (("all", sizes > 0), ("above 300 kB", large)):
        quantiles = 100 * numpy.quantile(errors[which], [0.5, 0.9, 1])
        print("  %s (%d): median %.2f %%, p90 %.2f %%, worst %.1f %%" % (name, which.sum(), *quantiles))


def main(predicted_file, layers_file):
    """Fits the files of those whose Python was looked at, then their bytecode."""
    real = {(one["wheels"][0], one["kind"]): one for one in lines(layers_file)}
    known = [
        (one["features"], real[one["wheels"][0], "none"], real[one["wheels"][0], "all"])
        for one in lines(predicted_file)
        if (one["wheels"][0], "all") in real
    ]
    rows, sizes, code_rows, code_sizes = [], [], [], []
    for features, none, all_ in known:
        if sum(features["unseen"]) == 0:
            rows.append([*features["others"], *(features[one] for one in COUNTED)])
            sizes.append(none["archive"])
        if features["bytecode"] is not None and all_["bytecode"] > LEAST_BYTECODE:
            code_rows.append([features["bytecode"] * all_["bytecode"], features["sources"]])
            code_sizes.append(all_["archive"] - none["archive"])
    judged("others by size, %s:" % ", ".join(COUNTED), numpy.array(rows), numpy.array(sizes, float), DAMPING)
    judged("bytecode, its files:", numpy.array(code_rows), numpy.array(code_sizes, float), BYTECODE_DAMPING)


main(*sys.argv[1:])
