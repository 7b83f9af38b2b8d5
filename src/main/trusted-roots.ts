import { SYSTEM_BUNDLES } from '../adapters/chain/system-bundles.ts';
import { TrustedRoots } from '../adapters/notify/trusted-roots.ts';

/**
 * Trusted roots for the servers that receive records and alerts. Shared, because reading the
 * system's bundle is slow.
 */
export const trustedRoots: TrustedRoots = new TrustedRoots(SYSTEM_BUNDLES);
