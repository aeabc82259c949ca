import type { FaultCase, Scene } from "./fault-case.ts";

/** What a case promises otherwise where pip installs. */
export interface PipDifference {
  /** Ids of classes that its failed attempts may have besides. */
  readonly classes?: readonly string[];
  readonly extraAttempts?: number;
  readonly outageSeconds?: number;
}

/** Cases again, with pip as the installer (versions are chosen by uv all the same), and by title what is different then. */
export function underPip(
  cases: readonly FaultCase[],
  differences: Readonly<Record<string, PipDifference>> = {},
): readonly FaultCase[] {
  const titles = new Set(cases.map((one) => one.title));
  const unknown = Object.keys(differences).filter((title) => !titles.has(title));
  if (unknown.length > 0) throw new Error(`no such case: ${unknown.join(", ")}`);
  return cases.map((one): FaultCase => {
    const { classes = [], extraAttempts, outageSeconds } = differences[one.title] ?? {};
    const { expected } = one;
    return {
      ...one,
      title: `${one.title} (pip)`,
      scene: withPip(one.scene),
      ...(outageSeconds !== undefined && { outageSeconds }),
      expected: {
        ...expected,
        classes: [...expected.classes, ...classes],
        ...(extraAttempts !== undefined && { extraAttempts }),
      },
      repetitions: 1,
    };
  });
}

const scenes = new Map<Scene, Scene>();

/** The same one for the same scene: its fault-free build is made once. */
function withPip(scene: Scene): Scene {
  const install = { ...(scene.manifest?.["install"] as object | undefined), installer: "pip" };
  const made = scenes.get(scene) ?? {
    ...scene,
    name: `${scene.name}, under pip`,
    manifest: { ...scene.manifest, install },
  };
  scenes.set(scene, made);
  return made;
}
