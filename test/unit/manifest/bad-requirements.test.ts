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
      title: "files of their own",
      given: asking(
        "torch @ https://user:secret@index.example/torch.whl",
        "https://index.example/a.whl",
        "https://index.example/a-1.0-py3-none-any.whl",
        "torch@git",
        "torch @",
        "torch @ ftp://files.example/torch-1.0-py3-none-any.whl",
        "torch @ https://files.example/torch-1.0-py3-none-any.whl?key=secret",
        "torch @ https://files.example/torch-1.0-py3-none-any.whl#egg=torch",
        "torch @ https://files.example/torch-1.0-py3-none-any.whl; python_version > '3'",
        "torch @ https://files.example/torch",
        "torch @ https://files.example/other-1.0-py3-none-any.whl",
        "torch>=2 @ https://files.example/torch-1.0-py3-none-any.whl",
      ),
      says: [
        "7:9: `phases[0].packages[0]`: `torch` is asked for by an address with credentials, which belong to the configuration of the machine that builds; write the address without them",
        "8:9: `phases[0].packages[1]` is asked for by an address that isn't called as a wheel is; write one such as demo-1.0-py3-none-any.whl",
        "9:9: `phases[0].packages[2]` is asked for by where it lies, without a name; write `a @ ` before it",
        "10:9: `phases[0].packages[3]`: `torch`: `git` is neither an address nor a path; write a version such as `torch==1.0`, or `torch @ ./wheels/torch-1.0-py3-none-any.whl`",
        "11:9: `phases[0].packages[4]`: `torch` has nothing behind its `@`; write `torch @ ./wheels/torch-1.0-py3-none-any.whl`",
        "12:9: `phases[0].packages[5]`: `torch` is asked for by something else than a web address; write one such as `torch @ https://files.example/torch-1.0-py3-none-any.whl`",
        "13:9: `phases[0].packages[6]`: `torch` is asked for by an address with a `?`, behind which keys stand that a plan and a lock would repeat; write an address without it",
        "14:9: `phases[0].packages[7]`: `torch` is asked for by an address whose `#…` isn't `#sha256=` and 64 lower-case hexadecimal digits; write that, or nothing",
        "15:9: `phases[0].packages[8]`: `torch` is asked for by an address that runs into its marker; write a space before the `;`",
        "16:9: `phases[0].packages[9]`: `torch` is asked for by an address that ends in none of .whl, .tar.gz and .zip; write the address of such a file",
        "17:9: `phases[0].packages[10]`: `torch` is asked for by a wheel of `other`; write `other @ …`, or the wheel that is meant",
        "18:9: `phases[0].packages[11]`: `torch>=2 @ https://files.example/torch-1.0-py3-none-any.whl` asks for versions and for a file; keep one of the two",
      ],
    },
    {
      title: "files of this network's machines",
      given: asking(
        "demo @ https://127.0.0.1/demo-1.0-py3-none-any.whl",
        "other @ http://files.example/other-1.0-py3-none-any.whl",
      ),
      says: [
        "7:9: `phases[0].packages[0]` leads to `127.0.0.1`, inside the machine or its network; configure it on the machine, or allow it with `--allow-private-index`",
        "8:9: `phases[0].packages[1]` isn't encrypted; write `https://`, or allow it with `--allow-private-index`",
      ],
    },
    {
      title: "two files for one distribution, and an index for it",
      given: head(
        `indexes: [{ name: own, url: "https://index.example/simple", packages: [demo] }]
phases:
  - name: one
    packages: ["demo @ ./wheels/demo-1.0-py3-none-any.whl"]
  - name: two
    packages: ["demo @ ./wheels/demo-2.0-py3-none-any.whl"]
`,
      ),
      says: [
        "7:16: `phases[0].packages[0]` asks for `demo` by a file of its own, and the index on line 4 is bound to it; keep one of the two",
        "9:16: `phases[1].packages[0]` asks for `demo` by another file than line 7, and one environment holds one of them; keep one, or give the phase `environment: isolated`",
        "9:16: `phases[1].packages[0]` asks for `demo` by a file of its own, and the index on line 4 is bound to it; keep one of the two",
      ],
    },
    {
      title: "paths",
      given: asking(
        "./local",
        "../local",
        "/opt/a",
        "demo @ /opt/demo-1.0-py3-none-any.whl",
        "demo @ file:///opt/demo-1.0-py3-none-any.whl",
        "demo @ wheels/demo-1.0-py3-none-any.whl",
        "demo @ ./wheels//demo-1.0-py3-none-any.whl",
        "./archive.zip",
        "torch-2.8-py3-none-any.whl",
        "requirements.txt",
        "C:\\a",
      ),
      says: [
        "7:9: `phases[0].packages[0]`: `./local` is neither a wheel nor a source archive (.whl, .tar.gz, .zip); for a folder, build its wheel first: `pip wheel --no-deps -w wheels ./local`",
        "8:9: `phases[0].packages[1]`: `../local` has `..` in it; write the path of a file beneath the manifest's folder",
        "9:9: `phases[0].packages[2]`: `/opt/a` is a file or folder; write a distribution's name and version, such as `torch==2.8.0`, or the path of a wheel such as `./wheels/demo-1.0-py3-none-any.whl`",
        "10:9: `phases[0].packages[3]`: `demo` is asked for by a path of one machine; write one beneath the manifest's folder, such as `demo @ ./wheels/demo-1.0-py3-none-any.whl`",
        "11:9: `phases[0].packages[4]`: `demo` is asked for by a path of one machine; write one beneath the manifest's folder, such as `demo @ ./wheels/demo-1.0-py3-none-any.whl`",
        "12:9: `phases[0].packages[5]`: `demo`: `wheels/demo-1.0-py3-none-any.whl` isn't told from a name; write `./wheels/demo-1.0-py3-none-any.whl`",
        "13:9: `phases[0].packages[6]`: `demo`: `./wheels//demo-1.0-py3-none-any.whl` isn't in its shortest form; write one slash between two names",
        "14:9: `phases[0].packages[7]` is asked for by where it lies, without a name; write `demo @ ` before it",
        "15:9: `phases[0].packages[8]`: `torch-2.8-py3-none-any.whl` is a file or folder; write a distribution's name and version, such as `torch==2.8.0`, or the path of a wheel such as `./wheels/demo-1.0-py3-none-any.whl`",
        "16:9: `phases[0].packages[9]`: `requirements.txt` is a file or folder; write a distribution's name and version, such as `torch==2.8.0`, or the path of a wheel such as `./wheels/demo-1.0-py3-none-any.whl`",
        "17:9: `phases[0].packages[10]`: `C:\\a` is a file or folder; write a distribution's name and version, such as `torch==2.8.0`, or the path of a wheel such as `./wheels/demo-1.0-py3-none-any.whl`",
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
