import type { Logger } from "../../src/ports/machine.ts";

/** What the steps of a build are called in its log. */
const STAGES = {
  install: /^install /,
  compile: /^(compile|measure) /,
  check: /^check /,
  commit: /^commit /,
  push: /^Push /,
};

/** Seconds of each stage, of all phases together. */
export type StageSeconds = Readonly<Record<keyof typeof STAGES, number>>;

/** Takes the time of each stage from what a logger is told. */
export function stageClock(): { wrap(logger: Logger): Logger; seconds(): StageSeconds } {
  const total = { install: 0, compile: 0, check: 0, commit: 0, push: 0 };
  const wrap = (logger: Logger): Logger => ({
    ...logger,
    async task(title, body) {
      const started = performance.now();
      try {
        return await logger.task(title, body);
      } finally {
        for (const stage of stagesOf(title)) total[stage] += (performance.now() - started) / 1000;
      }
    },
  });
  return { wrap, seconds: () => ({ ...total }) };
}

function stagesOf(title: string): readonly (keyof typeof STAGES)[] {
  const names = Object.keys(STAGES) as (keyof typeof STAGES)[];
  return names.filter((name) => STAGES[name].test(title));
}
