"""Fits the coefficients of src/plan/archive-bytes.ts to the output of groups.py; needs numpy and scipy.

Usage: fit.py GROUPS
"""

import json
import sys

import numpy
from scipy.optimize import nnls

FOLDS = 6


def main(path):
    """Prints the coefficients, and the errors for groups that the fit hasn't seen (cross-validation)."""
    with open(path, encoding="utf-8") as file:
        groups = [json.loads(line) for line in file]
    rows = numpy.array([[*one["deflated"], one["bytecode"], one["entries"]] for one in groups], float)
    sizes = numpy.array([one["archive"] for one in groups], float)
    weight = 1 / (sizes + 100_000)
    errors = numpy.zeros(len(groups))
    for fold in range(FOLDS):
        unseen = numpy.arange(len(groups)) % FOLDS == fold
        fitted = nnls(rows[~unseen] * weight[~unseen, None], sizes[~unseen] * weight[~unseen])[0]
        errors[unseen] = abs(rows[unseen] @ fitted / sizes[unseen] - 1)
    large = sizes > 3e6
    print("deflated by size, bytecode, entries:", nnls(rows * weight[:, None], sizes * weight)[0].round(3).tolist())
    print("%d groups: median %.2f %%, p90 %.2f %%" % (len(groups), *(100 * numpy.quantile(errors, [0.5, 0.9]))))
    print("%d above 3 MB: median %.2f %%" % (large.sum(), 100 * numpy.median(errors[large])))


main(sys.argv[1])
