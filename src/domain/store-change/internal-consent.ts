/** What is to become of the recorded internal transport certificate where another one could take its place. */
export type InternalConsent = 'ask' | 'replace' | 'keep';
