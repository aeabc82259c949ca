import { expect, test } from "vitest";
import { asking, good, head, problemsOf } from "./manifest-text.ts";

/** Requirements that a phase can't ask for: each with everything that is said of it, as line:column and message. */
const CASES: readonly { readonly title: string; readonly given: string; readonly says: readonly string[] }[] =
  [
    {
      title: "wrong comparisons",
      given: asking(
        "torch=2.8",
        "torch=>2.8",
        "torch 2.8",
        "torch^2",
        "torch~2.8",
        "torch~=2",
        "torch>=2.*",
        "torch==2.8.*.1",
        "torch>2+cu128",
      ),
      says: [
        "7:9: `phases[0].packages[0]`: `torch=2.8`: `=2.8` isn't a version comparison; write `torch==2.8`",
        "8:9: `phases[0].packages[1]`: `torch=>2.8`: `=>2.8` isn't a version comparison; write `torch>=2.8`",
        "9:9: `phases[0].packages[2]`: `torch 2.8`: `2.8` isn't a version comparison; write `torch==2.8`",
        "10:9: `phases[0].packages[3]`: `torch^2`: `^2` isn't a version comparison; write `torch~=2.0`",
        "11:9: `phases[0].packages[4]`: `torch~2.8`: `~2.8` isn't a version comparison; write `torch~=2.8`",
        "12:9: `phases[0].packages[5]`: `torch~=2`: `~=2` isn't a version comparison; write `torch~=2.0`",
        "13:9: `phases[0].packages[6]`: `torch>=2.*`: `>=2.*` isn't a version comparison; write `torch>=2`",
        "14:9: `phases[0].packages[7]`: `torch==2.8.*.1`: `==2.8.*.1` isn't a version comparison; write one such as `torch>=2.8,<3`",
        "15:9: `phases[0].packages[8]`: `torch>2+cu128`: `>2+cu128` isn't a version comparison; write `torch>2`",
      ],
    },
    {
      title: "comparisons without comma",
      given: asking("torch>=2 <3"),
      says: [
        "7:9: `phases[0].packages[0]`: `torch>=2 <3`: `>=2 <3` isn't a version comparison; write a comma between two comparisons, such as `torch>=2,<3`",
      ],
    },
    {
      title: "a comma too many",
      given: asking("torch>=2,"),
      says: [
        "7:9: `phases[0].packages[0]`: `torch>=2,` has a comma with no version comparison beside it; remove the comma",
      ],
    },
    {
      title: "extras",
      given: asking("uvicorn[standard", "uvicorn[a b]"),
      says: [
        "7:9: `phases[0].packages[0]`: `uvicorn[standard` has a `[` without its `]`; write extras such as `uvicorn[cpu,dev]`",
        "8:9: `phases[0].packages[1]`: `uvicorn[a b]` has a wrong extra `a b`; write extras such as `uvicorn[cpu,dev]`",
      ],
    },
    {
      title: "markers",
      given: asking("torch;", "torch; linux"),
      says: [
        '7:9: `phases[0].packages[0]`: `torch;` has no marker behind `;`; write one such as `; python_version < "3.13"` or remove the `;`',
        '8:9: `phases[0].packages[1]`: `torch; linux` has no marker behind `;`; write one such as `; python_version < "3.13"` or remove the `;`',
      ],
    },
    {
      title: "options",
      given: asking("-r requirements.txt", "--index-url=https://user:secret@index.example"),
      says: [
        "7:9: `phases[0].packages[0]`: `-r requirements.txt` is an installer option; write a distribution's name and version",
        "8:9: `phases[0].packages[1]`: `--index-url=https://…@index.example` is an installer option; write a distribution's name and version",
      ],
    },
    {
      title: "URLs",
      given: asking(
        "git+https://user:secret@index.example/a.git",
        "torch @ https://user:secret@index.example/torch.whl",
        "https://index.example/a.whl",
        "torch@git",
      ),
      says: [
        "7:9: `phases[0].packages[0]` is asked for by URL; write a name and version, and the index that has it under `indexes`",
        "8:9: `phases[0].packages[1]`: `torch` is asked for by URL; write a name and version, and the index that has it under `indexes`",
        "9:9: `phases[0].packages[2]` is asked for by URL; write a name and version, and the index that has it under `indexes`",
        "10:9: `phases[0].packages[3]`: `torch` is asked for by URL; write a name and version, and the index that has it under `indexes`",
      ],
    },
    {
      title: "files",
      given: asking(
        "./local",
        "../local",
        "/opt/a",
        "torch-2.8-py3-none-any.whl",
        "requirements.txt",
        "C:\\a",
      ),
      says: [
        "7:9: `phases[0].packages[0]`: `./local` is a file or folder; write a distribution's name and version, such as `torch==2.8.0`",
        "8:9: `phases[0].packages[1]`: `../local` is a file or folder; write a distribution's name and version, such as `torch==2.8.0`",
        "9:9: `phases[0].packages[2]`: `/opt/a` is a file or folder; write a distribution's name and version, such as `torch==2.8.0`",
        "10:9: `phases[0].packages[3]`: `torch-2.8-py3-none-any.whl` is a file or folder; write a distribution's name and version, such as `torch==2.8.0`",
        "11:9: `phases[0].packages[4]`: `requirements.txt` is a file or folder; write a distribution's name and version, such as `torch==2.8.0`",
        "12:9: `phases[0].packages[5]`: `C:\\a` is a file or folder; write a distribution's name and version, such as `torch==2.8.0`",
      ],
    },
    {
      title: "control characters",
      given: asking("torch\n--index-url https://user:secret@index.example", "torch\u0000", "torch\r"),
      says: [
        "7:9: `phases[0].packages[0]`: `torch\\u{a}--index-url https://…@index.example` holds a line break or another control character; write one requirement per list entry",
        "8:9: `phases[0].packages[1]`: `torch\\u{0}` holds a line break or another control character; write one requirement per list entry",
        "9:9: `phases[0].packages[2]`: `torch\\u{d}` holds a line break or another control character; write one requirement per list entry",
      ],
    },
    {
      title: "a comment",
      given: asking("torch # the framework"),
      says: [
        "7:9: `phases[0].packages[0]`: `torch # the framework` holds a comment; write the `#` outside the quotes",
      ],
    },
    {
      title: "nothing",
      given: asking("", " "),
      says: [
        "7:9: `phases[0].packages[0]` is empty; write a distribution's name, such as `torch`",
        "8:9: `phases[0].packages[1]` is empty; write a distribution's name, such as `torch`",
      ],
    },
    {
      title: "no name",
      given: asking("==2.8", "_x", "トーチ"),
      says: [
        "7:9: `phases[0].packages[0]`: `==2.8` doesn't begin with a distribution's name; write one such as `torch==2.8.0`",
        "8:9: `phases[0].packages[1]`: `_x` doesn't begin with a distribution's name; write one such as `torch==2.8.0`",
        "9:9: `phases[0].packages[2]`: `トーチ` doesn't begin with a distribution's name; write one such as `torch==2.8.0`",
      ],
    },
    {
      title: "too long",
      given: asking(
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      ),
      says: [
        "7:9: `phases[0].packages[0]`: `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…` is longer than 500 characters; write one requirement",
      ],
    },
    {
      title: "the same requirement twice",
      given: asking("Torch >= 2", "torch>=2"),
      says: ["8:9: `torch>=2` is already asked for on line 7; keep one of the two"],
    },
    {
      title: "a number",
      given: head("phases: [{ name: light, packages: [3] }]\n"),
      says: ["4:36: `phases[0].packages[0]` must be text, not a number; put it in quotes"],
    },
    {
      title: "the same requirement twice in an environment of its own",
      given: good(
        "  - name: own\n    packages: [torch]\n    environment: isolated\n  - name: other\n    packages: [numpy, numpy]\n    environment: isolated\n",
      ),
      says: ["11:23: `numpy` is already asked for on line 11; keep one of the two"],
    },
    {
      title: "the same requirement in two phases",
      given: good("  - name: again\n    packages: [numpy, Torch]\n"),
      says: ["8:23: `Torch` is already asked for on line 6; keep one of the two"],
    },
    {
      title: "two phases of one name",
      given: good("  - name: light\n    packages: [numpy]\n"),
      says: ["7:11: the phase on line 5 is called `light`, too; give each phase a name of its own"],
    },
  ];

test.each(CASES)("$title", ({ given, says }) => {
  expect(problemsOf(given)).toEqual(says);
});
