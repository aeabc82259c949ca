import type { MeasuredDistribution } from "../../sizes/measured.ts";

type Holding = Pick<MeasuredDistribution, "folders">;

const CODE = /\.(?:py|so(?:\.\d+)*)$/;

/** Beside the modules of a distribution, and packed by mistake: nobody imports them. */
const ASIDE =
  /^(?:(?:tests?|testing|docs?|examples?|samples?|benchmarks?|scripts)(?:\/|\.py$)|(?:setup|conftest|noxfile)\.py$)/i;

/**
 * Whether a distribution loses something that is imported when the other's file is at this path: code in site-packages. Both
 * keep their modules where the file only makes a namespace of folders.
 */
export function isModule(path: string, pair: readonly Holding[], purelib: string): boolean {
  if (!path.startsWith(`${purelib}/`)) return false;
  const inside = path.slice(purelib.length + 1);
  if (!CODE.test(inside) || ASIDE.test(inside)) return false;
  return !pair.every((one) => isNamespace(path, one));
}

/** `pyannote/__init__.py`, beside which a distribution has only folders: the packages in those are whole. */
function isNamespace(path: string, { folders }: Holding): boolean {
  const folder = path.slice(0, -"/__init__.py".length);
  if (`${folder}/__init__.py` !== path) return false;
  const names = [...(folders.get(folder) ?? [])];
  return (
    names.every((name) => name === "__init__.py" || !CODE.test(name)) &&
    names.some((name) => folders.has(`${folder}/${name}`) && name !== "__pycache__")
  );
}
