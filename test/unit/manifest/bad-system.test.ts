import { expect, test } from "vitest";
import { good, head, problemsOf } from "./manifest-text.ts";

/** What `system_packages` and `run` can't hold: each with everything that is said of it. */
const CASES: readonly { readonly title: string; readonly given: string; readonly says: readonly string[] }[] =
  [
    {
      title: "what isn't a package's name",
      given: good(
        `system_packages: ["", -o=Dpkg::Options, "-y", "ffmpeg>=5", "ffmpeg==5", "a b", "/tmp/x.deb", "sox/testing", "lib*", "libc6:i386", "curl-", "FFmpeg", "x", "sox=", "sox=latest", "a\\nb"]\n`,
      ),
      says: [
        "7:19: `system_packages[0]` is empty; write a package's name, such as `ffmpeg`",
        "7:23: `system_packages[1]`: `-o=Dpkg::Options` is an option of apt; write a package's name, such as `ffmpeg`",
        "7:41: `system_packages[2]`: `-y` is an option of apt; write a package's name, such as `ffmpeg`",
        "7:47: `system_packages[3]`: `ffmpeg>=5` compares versions; apt takes one exactly: write `name=version`",
        "7:60: `system_packages[4]`: `ffmpeg==5` compares versions; apt takes one exactly: write `name=version`",
        "7:73: `system_packages[5]`: `a b` holds blanks; write one package per list entry",
        "7:80: `system_packages[6]`: `/tmp/x.deb` is a file or another release; write a package's name, such as `ffmpeg`",
        "7:94: `system_packages[7]`: `sox/testing` is a file or another release; write a package's name, such as `ffmpeg`",
        "7:109: `system_packages[8]`: `lib*` is a pattern; write each package's whole name",
        "7:117: `system_packages[9]`: `libc6:i386` names an architecture; write the name alone: images are for amd64",
        "7:131: `system_packages[10]`: `curl-` ends with `-`, which asks apt to remove a package; write names of packages to install",
        "7:140: `system_packages[11]`: `FFmpeg` isn't the name of a package; write lower-case letters, digits, `+`, `-` and `.`, such as `ffmpeg`",
        "7:150: `system_packages[12]`: `x` isn't the name of a package; write lower-case letters, digits, `+`, `-` and `.`, such as `ffmpeg`",
        "7:155: `system_packages[13]`: `sox=` has no version behind `=`; write one exactly, such as `sox=1.2.3-1`, or the name alone",
        "7:163: `system_packages[14]`: `sox=latest` has no version behind `=`; write one exactly, such as `sox=1.2.3-1`, or the name alone",
        "7:177: `system_packages[15]`: `a\\u{a}b` isn't the name of a package; write lower-case letters, digits, `+`, `-` and `.`, such as `ffmpeg`",
      ],
    },
    {
      title: "text for a list of packages",
      given: good("system_packages: ffmpeg\n"),
      says: [
        "7:18: `system_packages` must be a list of packages, not text; write `system_packages: [ffmpeg]`",
      ],
    },
    {
      title: "something else than text in the list",
      given: good("    system_packages: [1, [a]]\n"),
      says: [
        "7:23: `phases[0].system_packages[0]` must be text, not a number; put it in quotes",
        "7:26: `phases[0].system_packages[1]` must be text, not a list; write a package's name, such as `ffmpeg`",
      ],
    },
    {
      title: "a command as one line",
      given: good("    run: python -m nltk.downloader punkt\n"),
      says: [
        "7:10: `phases[0].run` must be a list of commands, not text; write `run: [[python, -m, nltk.downloader, punkt]]`",
      ],
    },
    {
      title: "commands as lines",
      given: good(
        "    run:\n      - python -m nltk.downloader punkt\n      - apt-get update && apt-get install x\n",
      ),
      says: [
        "8:9: `phases[0].run[0]` must be a list, not text; write `[python, -m, nltk.downloader, punkt]`",
        "9:9: `phases[0].run[1]` must be a list, not text; write `[python, -m, nltk.downloader, punkt]`",
      ],
    },
    {
      title: "commands without a program, or that aren't words",
      given: good(`    run: [[], [""], [python, "a\\0"], ["python -m x"], [python, 1], {a: 1}]\n`),
      says: [
        "7:11: `phases[0].run[0]` names no program; write `[python, -m, nltk.downloader, punkt]`",
        "7:15: `phases[0].run[1]` names no program; write `[python, -m, nltk.downloader, punkt]`",
        "7:21: `phases[0].run[2]` holds a NUL character in word 2; remove it",
        "7:38: `phases[0].run[3]` has `python -m x` as its program, blanks included; write each word by itself: `[python, -m, x]`",
        "7:64: `phases[0].run[4][1]` must be text, not a number; put it in quotes",
        "7:68: `phases[0].run[5]` must be a list, not a map; write `[python, -m, nltk.downloader, punkt]`",
      ],
    },
    {
      title: "a phase of nothing",
      given: head("phases:\n  - { name: a }\n  - { name: b, packages: [], run: [], system_packages: [] }\n"),
      says: [
        '5:5: `phases[0].packages` is missing; write `packages: ["torch==2.8.0"]`',
        '6:26: `phases[1].packages` has no entries; write `packages: ["torch==2.8.0"]` or remove the phase',
      ],
    },
    {
      title: "a phase named like the plan's own",
      given: head("system_packages: [ffmpeg]\nphases:\n  - { name: system-packages, packages: [b] }\n"),
      says: [
        "6:13: `system-packages` is what the plan calls the layer of the top level's `system_packages`; give the phase another name",
      ],
    },
    {
      title: "a package twice",
      given: good(
        "    system_packages: [sox, sox, ffmpeg, curl=1]\n  - { name: b, packages: [b], system_packages: [sox, curl=2] }\nsystem_packages: [ffmpeg]\n",
      ),
      says: [
        "7:28: `sox` is already asked for; keep one of the two",
        "7:33: `ffmpeg` is already asked for; keep one of the two",
        "8:54: `curl=2` is also asked for in version `1`; an image holds one version of it",
      ],
    },
    {
      title: "a size without unit",
      given: good("    run: [[ldconfig]]\n    run_size: 5\n"),
      says: [
        "8:15: `phases[0].run_size` must be a size, not a number; write a number and a unit, such as `1GB`",
      ],
    },
  ];

test.each(CASES)("$title", ({ given, says }) => {
  expect(problemsOf(given)).toEqual(says);
});
