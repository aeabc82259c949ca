/**
 * Mount points inside build containers. They lie under /dev, which is a tmpfs of the container's own: a mount point
 * anywhere else would stay in the committed layer as an empty folder.
 */
export const TOOLS = "/dev/surelayer/tools";
export const SCRATCH = "/dev/surelayer/scratch";

/** What tries of this run have downloaded and verified; lives as long as the run. */
export const DOWNLOADS = "/dev/surelayer/downloads";

/** Whole wheels, each in a folder named by its SHA-256. */
export const PREFETCHED = `${DOWNLOADS}/wheels`;

export const UV = `${TOOLS}/uv`;
export const CA_BUNDLE = `${TOOLS}/ca.pem`;
