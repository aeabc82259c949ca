import type { Finding } from "../plan/guards/finding.ts";
import type { Ports } from "../ports/ports.ts";
import type { LockBase } from "../resolve/lock-environments.ts";
import { remediesForSources } from "../resolve/remedies/remedies-for-sources.ts";
import { remedyText } from "../resolve/remedies/remedy-text.ts";
import type { ResolveRequest } from "../resolve/request.ts";
import { separateEnvironments } from "../resolve/separate-environments.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import type { Distribution, Resolution } from "../wheels/resolution.ts";

interface RefusedSources {
  readonly request: ResolveRequest;
  readonly base: LockBase;
  readonly resolution: Resolution;
}

/** Refusals of source builds, each with the changes that were tried and bring wheels. */
export function withTriedRemedies(
  findings: readonly Finding[],
  refused: RefusedSources,
  toolbox: Toolbox,
  ports: Ports,
): Promise<readonly Finding[]> {
  return Promise.all(
    findings.map(async (finding) => {
      const found = await remediesOf(finding, refused, toolbox, ports);
      return found === undefined ? finding : { ...finding, remedy: `${finding.remedy}\n${found}` };
    }),
  );
}

async function remediesOf(
  { phase }: Finding,
  { request, base, resolution }: RefusedSources,
  toolbox: Toolbox,
  ports: Ports,
): Promise<string | undefined> {
  const environment = separateEnvironments(request).find((one) =>
    one.request.phases.some(({ name }) => name === phase),
  );
  if (environment === undefined) return undefined;
  const { imageId, judge } = base;
  const sources = sourcesIn(environment.isolated, resolution);
  const found = await remediesForSources({ imageId, environment, sources, judge }, toolbox, ports);
  return found.remedies.length > 0 ? remedyText(found) : undefined;
}

function sourcesIn(isolated: string | undefined, resolution: Resolution): readonly string[] {
  const own = resolution.isolated.find((one) => one.phase.name === isolated)?.distributions;
  const all: readonly Distribution[] = own ?? resolution.distributions;
  return all.filter((one) => one.kind === "sdist").map((one) => one.name);
}
