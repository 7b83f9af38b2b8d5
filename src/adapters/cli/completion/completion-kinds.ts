/** What a command takes: any certificate or request; those of servers; of these, and requests, those that can be removed. */
export const CANDIDATES = ['certificates', 'servers', 'removable'] as const;

/** One of them. */
export type Candidates = (typeof CANDIDATES)[number];
