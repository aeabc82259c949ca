import { expect, test } from "vitest";
import { asking, problemsOf } from "./manifest-text.ts";

/** Commits that a phase can't ask for: each with everything that is said of it, as line:column and message. */
const CASES: readonly { readonly title: string; readonly given: string; readonly says: readonly string[] }[] =
  [
    {
      title: "commits",
      given: asking(
        "git+https://user:secret@git.example/a.git",
        "git+https://git.example/team/F5-TTS.git@v1.0",
        "git+https://git.example/team/F5-TTS.git#egg=f5_tts",
        "demo @ git+https://user:secret@git.example/a.git",
        "demo @ git+ssh://git:secret@git.example/a.git",
        "demo @ git+ssh://git@git.example:team/a.git",
        "demo @ git+git@git.example:team/a.git",
        "demo @ git+file:///opt/a",
        "demo @ git+git://git.example/a.git",
        "demo @ hg+https://hg.example/a",
        "demo @ git+ssh://-oProxyCommand=x/a.git",
        "demo @ git+https://git.example/",
        "demo @ git+https://git.example/a.git?token=secret",
        "demo @ git+https://git.example/a.git@",
        "demo @ git+https://git.example/a.git@-x",
        "demo @ git+https://git.example/a.git@v1..v2",
        "demo @ git+https://git.example/a.git@v1#egg=demo",
        "demo @ git+https://git.example/a.git@v1#subdirectory=../up",
        "demo @ git+https://git.example/a.git@v1#subdirectory=/etc",
        "demo @ git+https://git.example/a.git@v1#sha256=0",
        "demo @ git+https://git.example/a.git@v1; python_version > '3'",
        "demo>=2 @ git+https://git.example/a.git@v1",
      ),
      says: [
        "7:9: `phases[0].packages[0]` is asked for by an address with credentials, which belong to the git configuration of the machine that builds; write the address without them",
        "8:9: `phases[0].packages[1]` is asked for by where it lies, without a name; write `f5-tts @ ` before it",
        "9:9: `phases[0].packages[2]` is asked for by where it lies, without a name; write `f5_tts @ ` before it",
        "10:9: `phases[0].packages[3]`: `demo` is asked for by an address with credentials, which belong to the git configuration of the machine that builds; write the address without them",
        "11:9: `phases[0].packages[4]`: `demo` is asked for by an address with credentials, which belong to the git configuration of the machine that builds; write the address without them",
        "12:9: `phases[0].packages[5]`: `demo` is asked for by an address as only `git clone` takes it; write a `/` for the last `:`, such as `git+ssh://git@git.example/team/demo.git`",
        "13:9: `phases[0].packages[6]`: `demo` is asked for by an address as only `git clone` takes it; write a `/` for the last `:`, such as `git+ssh://git@git.example/team/demo.git`",
        "14:9: `phases[0].packages[7]`: `demo` is asked for from a repository of one machine; push it to a host, and write its address, such as `demo @ git+https://git.example/team/demo.git@v1.0`",
        "15:9: `phases[0].packages[8]`: `demo` is asked for from git by something else than `git+https://` or `git+ssh://`; write an address such as `demo @ git+https://git.example/team/demo.git@v1.0`",
        "16:9: `phases[0].packages[9]`: `demo` is asked for from `hg`, and git is the only version control that is asked; build its wheel and name that, or write an address such as `demo @ git+https://git.example/team/demo.git@v1.0`",
        "17:9: `phases[0].packages[10]`: `demo` is asked for from git by an address without a repository; write one such as `demo @ git+https://git.example/team/demo.git@v1.0`",
        "18:9: `phases[0].packages[11]`: `demo` is asked for from git by an address without a repository; write one such as `demo @ git+https://git.example/team/demo.git@v1.0`",
        "19:9: `phases[0].packages[12]`: `demo` is asked for by an address with a `?`, behind which keys stand that a plan and a lock would repeat; write an address without it",
        "20:9: `phases[0].packages[13]`: `demo` has nothing behind its `@`, which is no name of a tag, branch or commit; write the whole commit id",
        "21:9: `phases[0].packages[14]`: `demo` asks for `-x`, which is no name of a tag, branch or commit; write the whole commit id",
        "22:9: `phases[0].packages[15]`: `demo` asks for `v1..v2`, which is a range; write the whole commit id",
        "23:9: `phases[0].packages[16]`: `demo` has an `egg=` behind its `#`, and its name stands before the `@`; take `egg=` out",
        "24:9: `phases[0].packages[17]`: `demo` is asked for by an address whose `#…` isn't `#subdirectory=` and a folder of the repository; write that, or nothing",
        "25:9: `phases[0].packages[18]`: `demo` is asked for by an address whose `#…` isn't `#subdirectory=` and a folder of the repository; write that, or nothing",
        "26:9: `phases[0].packages[19]`: `demo` is asked for by an address whose `#…` isn't `#subdirectory=` and a folder of the repository; write that, or nothing",
        "27:9: `phases[0].packages[20]`: `demo` is asked for by an address that runs into its marker; write a space before the `;`",
        "28:9: `phases[0].packages[21]`: `demo>=2 @ git+https://git.example/a.git@v1` asks for versions and for a file; keep one of the two",
      ],
    },
    {
      title: "commits of this network's machines, and two for one distribution",
      given: asking(
        "demo @ git+https://127.0.0.1/demo.git@v1",
        "other @ git+ssh://git@forge.internal/other.git@v1",
        "third @ git+http://git.example/third.git@v1",
        "third @ git+https://git.example/third.git@v2",
      ),
      says: [
        "7:9: `phases[0].packages[0]` leads to `127.0.0.1`, inside the machine or its network; configure it on the machine, or allow it with `--allow-private-index`",
        "8:9: `phases[0].packages[1]` leads to `forge.internal`, inside the machine or its network; configure it on the machine, or allow it with `--allow-private-index`",
        "9:9: `phases[0].packages[2]` isn't encrypted; write `https://`, or allow it with `--allow-private-index`",
        "10:9: `phases[0].packages[3]` asks for `third` by another file than line 9, and one environment holds one of them; keep one, or give the phase `environment: isolated`",
      ],
    },
  ];

test.each(CASES)("$title", ({ given, says }) => {
  expect(problemsOf(given)).toEqual(says);
});
