import type { Fault } from "../../support/faults/fault.ts";
import type { Schedule } from "../../support/faults/fault-schedule.ts";
import type { Subject } from "../../support/faults/traffic.ts";
import type { FaultCase, FaultRun } from "../fault-case.ts";
import { DOWNLOADS, OUTAGE_SECONDS } from "./scenes.ts";

/** Statuses of a server that is busy or broken for a while. */
const PASSING = [500, 502, 503, 504, 520, 408];

const RECOVERED = { outcome: "recovered", extraAttempts: 4 } as const;
/** Pages are asked for when the phases are resolved, files when they are installed. */
const SUBJECTS = { pages: "page", files: "file" } as const;
type Part = keyof typeof SUBJECTS;

function status(part: Part, status: number, when: Schedule, headers?: Record<string, string>) {
  const fault: Fault = { kind: "status", status, ...(headers && { headers }) };
  const spreads = typeof when === "object" && "seconds" in when;
  return { subject: SUBJECTS[part], fault, when, spreads } as const;
}

function outage(part: Part, code: number, seconds: number): FaultCase {
  return {
    fault: "F1",
    title: `${part} answer ${code} for ${seconds} s`,
    scene: DOWNLOADS,
    outageSeconds: seconds,
    inject: ({ index }) => index.inject(status(part, code, { seconds })),
    expected: { ...RECOVERED, classes: ["N3", "N6"] },
    judge: (run) => hammering(run, SUBJECTS[part]),
    ...(seconds > OUTAGE_SECONDS && { repetitions: 1 }),
  };
}

/** F1: an index that is down for some seconds. */
export const OUTAGES: readonly FaultCase[] = [
  ...PASSING.flatMap((code) => [
    outage("pages", code, OUTAGE_SECONDS),
    outage("files", code, OUTAGE_SECONDS),
  ]),
  outage("files", 503, 120),
  {
    fault: "F1",
    title: `nobody listens at the index for ${OUTAGE_SECONDS} s`,
    scene: DOWNLOADS,
    outageSeconds: OUTAGE_SECONDS,
    inject: ({ index }) =>
      index.inject({
        subject: "file",
        fault: { kind: "unreachable", seconds: OUTAGE_SECONDS },
        when: { first: 1 },
      }),
    expected: { ...RECOVERED, classes: ["N2"] },
  },
  {
    fault: "F1",
    title: "files answer 503 for longer than is bridged",
    scene: { ...DOWNLOADS, name: "downloads, short bridge", manifest: { install: { bridge: "15s" } } },
    outageSeconds: 15,
    inject: ({ index }) => index.inject(status("files", 503, "always")),
    // How often is a matter of the bridge.
    expected: { outcome: "failed", classes: ["N3", "N6"], exitCode: 6, extraAttempts: 6 },
    judge: (run) => hammering(run, "file"),
  },
];

/** Long enough for a look whether the index is back to be refused, too. */
const LIMITED_SECONDS = 15;
const ASKED_SECONDS = 5;

function limited(part: Part, header: string, headers: Record<string, string>): FaultCase {
  return {
    fault: "F2",
    title: `${part} answer 429 and ${header}`,
    scene: DOWNLOADS,
    outageSeconds: LIMITED_SECONDS,
    inject: ({ index }) => index.inject(status(part, 429, { seconds: LIMITED_SECONDS }, headers)),
    expected: { ...RECOVERED, classes: ["N4"] },
    judge: (run) => [...hammering(run, SUBJECTS[part]), ...tooEarly(run, ASKED_SECONDS)],
  };
}

/** F2: an index that wants to be asked less. */
export const LIMITS: readonly FaultCase[] = (["pages", "files"] as const).flatMap((part) => [
  {
    fault: "F2",
    title: `${part} answer 429 for ${OUTAGE_SECONDS} s`,
    scene: DOWNLOADS,
    outageSeconds: OUTAGE_SECONDS,
    inject: ({ index }) => index.inject(status(part, 429, { seconds: OUTAGE_SECONDS })),
    expected: { ...RECOVERED, classes: ["N4"] },
    judge: (run) => hammering(run, SUBJECTS[part]),
  },
  limited(part, "Retry-After", { "retry-after": String(ASKED_SECONDS) }),
  limited(part, "RateLimit", { ratelimit: `"default";r=0;t=${ASKED_SECONDS}` }),
]);

/** F3: an index that refuses, and will go on refusing. */
export const REFUSALS: readonly FaultCase[] = [401, 403, 404].flatMap((code) =>
  (["pages", "files"] as const).map((part): FaultCase => {
    const gone = code === 404;
    // A page that is gone is a package that the index doesn't know.
    const goneClass = part === "pages" ? "R0" : "N6G";
    return {
      fault: "F3",
      title: `${part} answer ${code}`,
      scene: DOWNLOADS,
      inject: ({ index }) => index.inject({ ...status(part, code, "always"), name: /^large/ }),
      expected: {
        outcome: "failed",
        classes: [gone ? goneClass : "N5"],
        exitCode: gone ? 4 : 6,
        // A file that its index has just named may be back in a moment.
        extraAttempts: gone && part === "files" ? 1 : 0,
      },
      judge: (run) => named(run, code),
    };
  }),
);

/** What a server under load must not see: one thing asked for again and again. */
function hammering({ index }: FaultRun, subject: Subject): readonly string[] {
  const most = index.traffic.densest(10_000);
  return most > 12 ? [`asked for one ${subject} ${most} times in 10 s`] : [];
}

/**
 * Whether the product asked again before the time that the index gave it. What an installer asks again by itself is not its
 * doing: it hides the index's answer from everybody.
 */
function tooEarly({ index }: FaultRun, seconds: number): readonly string[] {
  const looks = index.traffic.visits.filter((visit) => visit.range === "bytes=0-0");
  return looks
    .filter((look) => look.status === 429)
    .flatMap((look) => {
      const next = index.traffic.visits.find((visit) => visit.name === look.name && visit.at > look.at);
      const waited = ((next?.at ?? Number.POSITIVE_INFINITY) - look.at) / 1000;
      return waited < seconds ? [`asked again after ${waited.toFixed(1)} s instead of ${seconds} s`] : [];
    });
}

function named({ stderr }: FaultRun, code: number): readonly string[] {
  const wanted = code === 404 ? /large/ : /login|credential|password/i;
  return wanted.test(stderr) ? [] : [`says nothing of ${wanted}: ${stderr.slice(-400)}`];
}
