import { SYSTEM_BUNDLES } from '../adapters/chain/system-bundles.ts';
import { TrustedRoots } from '../adapters/notify/trusted-roots.ts';

/** Who vouches for the servers that records and alerts go to. One for all: to read a system's bundle takes its time. */
export const trustedRoots: TrustedRoots = new TrustedRoots(SYSTEM_BUNDLES);
