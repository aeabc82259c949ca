"""Compares what a first plan says of groups with what became of them.

Usage: judge.py PREDICTED LAYERS   Output of predict.ts and of layers.py for the same groups.
"""

import json
import os
import sys


def lines(path):
    """Records of a file of JSON lines."""
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def quantile(errors, share):
    """The error that this share of all doesn't pass."""
    return sorted(errors)[min(len(errors) - 1, int(share * len(errors)))]


def main(predicted_file, layers_file):
    """Prints a line a group, then the median, the 90th percentile and the worst."""
    predicted = {tuple(one["wheels"]): one["predicted"] for one in lines(predicted_file)}
    errors = {"none": [], "all": []}
    for one in lines(layers_file):
        guess = predicted.get(tuple(one["wheels"]))
        if guess is None:
            continue
        error = 100 * (guess[one["kind"]] / one["archive"] - 1)
        errors[one["kind"]].append(abs(error))
        names = " ".join(os.path.basename(wheel).split("-")[0] for wheel in one["wheels"])
        print("%+6.2f %% of %5.1f MB, %s: %s" % (error, one["archive"] / 1e6, one["kind"], names[:80]))
    for kind, all_ in errors.items():
        print("%s: %d groups, median %.2f %%, p90 %.2f %%, worst %.2f %%" % (kind, len(all_), quantile(all_, 0.5), quantile(all_, 0.9), max(all_)))


main(*sys.argv[1:])
