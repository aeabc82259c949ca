import { describe, expect, test } from "vitest";
import { renderPlan, roomRemedy, verdictLine } from "../../../src/report/plan-view.ts";
import { makeReport, Report, startProgress } from "../../../src/report/report.ts";
import { renderResult } from "../../../src/report/result-view.ts";
import { renderSummary } from "../../../src/report/summary.ts";
import { plannedPhase, planOf } from "../../support/plans.ts";
import { BUILT, FULL_REPORT, PUSHED, VERIFICATION } from "../../support/reports.ts";

const TIMES = { version: "0.1.0", startedAt: new Date("2026-11-22T21:00:00Z"), seconds: 3 };
const NOTHING = startProgress("demo");
const FAILURE = {
  kind: "ConflictError",
  class: { id: "R1", name: "version *unknown*", anchor: "r1" },
  message: "The index has no a*b.",
  evidence: "Because <x> & y\n\n| z",
  remedy: "Write `a`.",
  exitCode: 4,
};

const FFMPEG = {
  ...{ name: "ffmpeg", version: "7:5.1", architecture: "amd64", bytes: 1e6 },
  ...{ sha256: null, installedBytes: 2e6, replaces: null },
};

describe("a report", () => {
  test.each([
    ["planned", { ...NOTHING, plan: planOf([]) }, null],
    ["succeeded", { ...NOTHING, built: { ...BUILT, degraded: false } }, null],
    ["degraded", { ...NOTHING, built: BUILT }, null],
    ["failed", NOTHING, FAILURE],
    ["failed", { ...NOTHING, built: BUILT }, FAILURE],
  ])("is %s", (outcome, progress, failure) => {
    expect(makeReport(progress, failure, TIMES).outcome).toBe(outcome);
  });

  test("is the same after a round trip through its file", () => {
    expect(Report.parse(JSON.parse(JSON.stringify(FULL_REPORT)))).toEqual(FULL_REPORT);
  });
});

describe("the plan on a terminal", () => {
  const text = renderPlan(
    planOf([plannedPhase("one"), plannedPhase("two", { optional: true, distributions: [] })], {
      warnings: ["the base can move"],
    }),
  );

  test("shows every phase with its numbers, all of them together, and the warnings", () => {
    expect(text).toMatch(/^Plan of demo on base.example\/python:1 \(Python 3.11.2, 190 MB\)$/m);
    expect(text).toMatch(/^one +one +1 file +500 B +1.00 kB +147 kB +declared first$/m);
    expect(text).toMatch(/^two \(optional\) +two +0 files /m);
    expect(text).toMatch(/^together +1 file +/m);
    expect(text).toContain("warning: the base can move");
  });

  test("says that a declared base is unverified, here and in Markdown, and that its disk isn't known", () => {
    const unknown = {
      imageId: null,
      bytes: null,
      interpreter: null,
      purelib: null,
      unverified: ["Nobody knows."],
    };
    const base = { facts: "declared", reference: "base.example/cuda:1", python: "3.12", ...unknown } as const;
    const { verdict, ...plan } = planOf([plannedPhase("one")]);
    const reason = "the engine's disk isn't known";
    const declared = { ...plan, base, verdict: { ...verdict, fits: null, freeBytes: null, reason } };
    const report = makeReport({ ...NOTHING, plan: declared }, null, TIMES);

    for (const text of [renderPlan(declared), renderSummary(report)]) {
      expect(text).toContain("base.example/cuda:1 (Python 3.12, declared and unverified, size unknown)");
      expect(text).toContain("Nobody knows.");
      expect(text).toContain(
        `not known whether it fits: needs 2.00 kB at its peak and leaves 1.00 GB free; ${reason}`,
      );
    }
    expect(Report.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  test("names system packages and commands beside the packages", () => {
    const system = { asked: ["ffmpeg", "sox"], packages: [FFMPEG], provided: ["sox=1"], shared: [] };
    const run = { steps: [["ldconfig"]], workdir: "/", env: {}, bytes: null };
    const both = renderPlan(planOf([plannedPhase("one", { system, run })]));

    expect(both).toMatch(/^one +apt: ffmpeg, sox; one; 1 command +2 files /m);
    expect(both).toMatch(/^together +2 files /m);
  });

  test("names the largest package where it doesn't fit, also one of the system", () => {
    const system = { asked: ["ffmpeg"], packages: [FFMPEG], provided: [], shared: [] };

    expect(roomRemedy(planOf([]))).not.toContain("earlier builds");
    expect(roomRemedy(planOf([]), 8.7e9)).toContain(
      "Finished layers of earlier builds take 8.70 GB of it: `docker",
    );
    expect(roomRemedy(planOf([plannedPhase("one", { system })]))).toContain(
      "The largest package is ffmpeg 7:5.1 with 2.00 MB.",
    );
  });

  test.each([
    [true, 9e9, "fits: needs 2.00 kB at its peak and leaves 1.00 GB free; 9.00 GB are free"],
    [
      false,
      1e9,
      "does not fit: needs 2.00 kB at its peak and leaves 1.00 GB free; 1.00 GB are free; 2.00 kB are missing",
    ],
  ])("says whether it fits: %s", (fits, freeBytes, line) => {
    const verdict = {
      ...{ fits, neededBytes: 2000, freeBytes, reserveBytes: 1e9 },
      ...{ strategy: fits ? ("whole" as const) : ("refused" as const), reason: "" },
    };

    expect(verdictLine(planOf([], { verdict }))).toBe(line);
  });
});

describe("a phase that is more than its row", () => {
  const url = "https://files.example/kernels-1.0-py3-none-any.whl";
  const plan = planOf([
    plannedPhase("one", { wheel: { distribution: "kernels", url, chosenBy: "torch 2.8, cp312" } }),
    plannedPhase("two", { optional: true, leftOut: true, reason: "left out: it needs <CUDA>" }),
  ]);

  test("says on a terminal why it is left out, and where its wheel comes from", () => {
    const text = renderPlan(plan);

    expect(text).toMatch(/^two \(optional\) .* left out$/m);
    expect(text).toMatch(/^two is left out: it needs <CUDA>$/m);
    expect(text).toMatch(/^one takes kernels for torch 2\.8, cp312 from https:\/\/files\.example\//m);
  });

  test("says where a file that it names comes from, and keeps the address out of the table", () => {
    const packages = [
      `demo[x] @ ${url}#sha256=${"0".repeat(64)}`,
      "./wheels/own-1.0-py3-none-any.whl",
      "torch",
    ];
    const text = renderPlan(planOf([plannedPhase("one", { packages })]));

    expect(text).toMatch(
      /^one +demo\[x\] @ kernels-1\.0-py3-none-any\.whl, \.\/wheels\/own-1\.0-py3-none-any\.whl, torch /m,
    );
    expect(text).toMatch(
      /^one takes demo\[x\] from https:\/\/files\.example\/kernels-1\.0-py3-none-any\.whl$/m,
    );
  });

  test("says it in the summary, too", () => {
    const summary = renderSummary(makeReport({ ...NOTHING, plan }, null, TIMES));

    expect(summary).toContain("> two is left out: it needs &lt;CUDA&gt;");
    expect(summary).toMatch(/^> one takes kernels for torch 2\.8, cp312 from /m);
  });
});

describe("the result on a terminal", () => {
  test("has layers, image, checks, words and digest", () => {
    const text = renderResult(FULL_REPORT);

    expect(text).toMatch(/^one +installed +100 kB +100 kB +exact +1.2 s$/m);
    expect(text).toMatch(/^two +left out +5.00 MB +— +— +4.0 s$/m);
    expect(text).toContain("image surelayer/demo:built (sha256:1111");
    expect(text).toMatch(/^GPU +skipped +no GPU$/m);
    expect(text).toContain(
      "Words by sphinx, 1.50 s of audio; pronunciations given: RunPod (R AH N P AA D, espeak)",
    );
    expect(text).toMatch(/^<b>good<\/b> +0.00 s +0.46 s$/m);
    expect(text).toContain(`pushed ${PUSHED.reference}@${PUSHED.digest} (digest proved at the registry)`);
  });

  test("of a plan is nothing more", () => {
    expect(renderResult(makeReport({ ...NOTHING, plan: planOf([]) }, null, TIMES))).toBe("");
  });
});

describe("the summary", () => {
  test("names the outcome first and folds what is long", () => {
    const text = renderSummary(FULL_REPORT);

    expect(text).toMatch(/^### Surelayer: demo built without an optional phase\n/);
    expect(text).toContain(`Pushed \`${PUSHED.reference}@${PUSHED.digest}\``);
    expect(text).toContain("<details><summary>Plan</summary>");
    expect(text).toContain("<sub>62 s, Surelayer 0.1.0</sub>");
    expect(text.endsWith("\n")).toBe(true);
  });

  test("says of an image that failed its verification that it has no name", () => {
    const named = renderSummary(FULL_REPORT);
    const unnamed = renderSummary({ ...FULL_REPORT, built: { ...BUILT, references: [] } });

    expect(named).not.toContain("Its names were not moved.");
    expect(unnamed).toContain(
      `Image \`${BUILT.imageId}\`, 297 MB with the base's 190 MB. Its names were not moved.`,
    );
  });

  test("opens the plan where there is nothing else", () => {
    const text = renderSummary(makeReport({ ...NOTHING, plan: planOf([plannedPhase("one")]) }, null, TIMES));

    expect(text).not.toContain("<details>");
    expect(text).toContain("| one | one | 1 file |");
  });

  test("makes no markup of what others wrote", () => {
    const text = renderSummary({ ...FULL_REPORT, name: "de*mo", verification: VERIFICATION });

    expect(text).toContain("Surelayer: de\\*mo");
    expect(text).toContain("&lt;b&gt;good&lt;/b&gt;");
    expect(text).toContain("20.10 \\| linux");
    expect(text).toContain("> a \\| tag can move");
    expect(text).not.toMatch(/<b>|<boom>/);
  });

  test("of a failure says what, why and what to do", () => {
    const text = renderSummary(makeReport(NOTHING, FAILURE, TIMES));

    expect(text).toContain("### Surelayer: demo failed");
    expect(text).toContain("**The index has no a\\*b.**");
    expect(text).toContain("Class R1: version \\*unknown\\*.");
    expect(text).toContain("<pre>Because &lt;x&gt; &amp; y\n\n| z</pre>");
    expect(text).toContain("Write \\`a\\`.");
  });

  test("of a failure without evidence or remedy says only what", () => {
    const bare = { ...FAILURE, class: null, evidence: null, remedy: null };

    expect(renderSummary(makeReport(NOTHING, bare, TIMES))).not.toMatch(/<pre>|null/);
  });
});
