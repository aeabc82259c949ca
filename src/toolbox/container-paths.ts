/**
 * Mount points in build containers. They lie below /dev, which is a tmpfs of the container: elsewhere, each mount point
 * would stay in the committed layer as an empty folder.
 */
export const TOOLS = "/dev/surelayer/tools";
export const SCRATCH = "/dev/surelayer/scratch";

/** A file of each build container, written before the container starts and never again. */
export const MARKER = `${SCRATCH}/marker`;

/** Verified downloads of this run's tries; removed at the end of the run. */
export const DOWNLOADS = "/dev/surelayer/downloads";

/** Whole wheels, each in a folder named by its SHA-256. */
export const PREFETCHED = `${DOWNLOADS}/wheels`;

export const UV = `${TOOLS}/uv`;
export const CA_BUNDLE = `${TOOLS}/ca.pem`;
/** A copy of the base's Python, which no package can change. */
export const OWN_PYTHON = `${TOOLS}/python`;
