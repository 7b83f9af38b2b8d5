import type { ChainVerdict } from '../../../domain/certificate/chain-verdict.ts';

/** The states of a chain that are stored. */
export const CHAIN_STATUSES: readonly ChainVerdict['status'][] = [
  'trusted',
  'self-signed',
  'untrusted',
  'refused',
  'unknown',
];
