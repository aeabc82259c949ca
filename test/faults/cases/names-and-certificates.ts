import type { NameServer, NameServerManner } from "../../support/name-server.ts";
import type { FaultCase, FaultRun } from "../fault-case.ts";
import { DOWNLOADS } from "./scenes.ts";

const SECONDS = 10;

/** F8: the index's name has no address for a while, from the first request of its files on. */
export function lostNames(server: () => NameServer): readonly FaultCase[] {
  const lost = (manner: NameServerManner, title: string): FaultCase => ({
    fault: "F8",
    title: `${title} for ${SECONDS} s`,
    scene: DOWNLOADS,
    outageSeconds: SECONDS,
    inject: ({ index, afterwards }) => {
      let back: NodeJS.Timeout | undefined;
      server().failed = 0;
      const begin = () => {
        server().manner = manner;
        back ??= setTimeout(() => {
          server().manner = "answering";
        }, SECONDS * 1000);
      };
      index.onDownload(/^/, (time) => {
        if (time === 1) begin();
        // A connection that stands needs no name, nor does one that was being made when the name went.
        if (server().manner !== "answering") index.hangUp();
      });
      afterwards(() => {
        clearTimeout(back);
        server().manner = "answering";
      });
    },
    expected: { outcome: "recovered", classes: ["N1", "N2"], extraAttempts: 4 },
    judge: () => (server().failed > 0 ? [] : ["nobody asked for the name while it was lost"]),
  });
  return [
    lost("silent", "the name server is silent"),
    lost("failing", "the name server fails"),
    lost("unknowing", "the name server knows no such name"),
  ];
}

function refused(certificate: NonNullable<FaultCase["certificate"]>, title: string, hint: RegExp): FaultCase {
  return {
    ...{ fault: "F9", title, scene: DOWNLOADS, certificate },
    inject: () => {},
    expected: { outcome: "failed", classes: ["N8"], exitCode: 6, extraAttempts: 0 },
    judge: (run) => [
      ...(hint.test(run.stderr) ? [] : [`gives no hint ${hint}: ${run.stderr.slice(-600)}`]),
      ...untouched(run),
    ],
  };
}

/** F9: certificates that must not be trusted. */
export const BAD_CERTIFICATES: readonly FaultCase[] = [
  refused("expired", "the certificate has expired", /clock/i),
  refused("not-yet-valid", "the certificate is not valid yet", /clock/i),
  refused("wrong-host", "the certificate is another host's", /certificate/i),
  refused("unknown-authority", "nobody knows who signed the certificate", /SSL_CERT_FILE/),
];

function untouched({ index }: FaultRun): readonly string[] {
  const asked = index.traffic.visits.length;
  const tried = index.refusedHandshakes;
  return [
    ...(asked > 0 ? [`sent ${asked} requests all the same`] : []),
    ...(tried === 0 ? ["never tried to connect"] : []),
    // Two packages are asked for at once, by the first attempt and by one more.
    ...(tried > 4 ? [`tried ${tried} times to connect`] : []),
  ];
}
