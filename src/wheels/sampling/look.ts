/** How closely a plan looks at its wheels' Python, as shares from 0 to 1. */
export interface Look {
  /** Of what isn't in memory yet: so much is fetched. */
  readonly read: number;
  /** Of what is looked at: so much is compressed as a layer's archive would be. */
  readonly streamed: number;
}

export const EVERYTHING: Look = { read: 1, streamed: 1 };
