import { expect, test } from "vitest";
import { besideKept } from "../../../../src/plan/clashes/beside-kept.ts";
import { baseFacts, installed } from "../../../support/base-python.ts";
import { wheelWith } from "../../../support/clashing.ts";
import { manifestOf } from "../../../support/manifests.ts";
import { resolved } from "../../../support/resolutions.ts";

const holding = (name: string, modules?: readonly string[]) => ({
  ...installed(name, "1.0"),
  ...(modules && { modules }),
});

function asked(files: Readonly<Record<string, number>>, more = "") {
  const base = baseFacts({
    distributions: [
      holding("torch", ["functorch", "torch"]),
      holding("triton", ["triton"]),
      holding("torchvision"),
      holding("numpy", ["numpy"]),
    ],
  });
  return besideKept(manifestOf({ one: ["new"] }, more), resolved([wheelWith("new", files)], [], base));
}

test("the base is asked for what a phase brings into the folders of a kept package", () => {
  const files = {
    "functorch/__init__.py": 1,
    "new-1.0.data/purelib/torch/a.py": 1,
    "new/__init__.py": 1,
    "numpy/a.py": 1,
    "torchvision/a.py": 1,
  };

  expect(asked(files)).toEqual({ names: ["torch"], paths: ["functorch/__init__.py", "torch/a.py"] });
});

test("nothing is asked where no folder is a kept package's, nor what nobody keeps", () => {
  expect(asked({ "new/torch/__init__.py": 1, "torch_more/a.py": 1 })).toEqual({ names: [], paths: [] });
  expect(asked({ "torch/a.py": 1 }, "keep: [triton]\n")).toEqual({ names: [], paths: [] });
});
