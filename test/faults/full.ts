/** The whole matrix with its statistics, or each fault once. */
export const FULL = process.env["SURELAYER_FULL"] === "1";
