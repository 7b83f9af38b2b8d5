/**
 * The kinds of certificate arguments: any certificate or CSR, server certificates, or server
 * certificates and CSRs that can be removed.
 */
export const CANDIDATES = ['certificates', 'servers', 'removable'] as const;

/** One kind of certificate arguments. */
export type Candidates = (typeof CANDIDATES)[number];
