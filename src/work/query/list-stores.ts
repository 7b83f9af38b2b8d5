import { assess } from '../../domain/assessment/assess.ts';
import { certificatesToVerify } from '../../domain/assessment/certificates-to-verify.ts';
import { buildCertificateIndex, type CertificateIndex } from '../../domain/certificate-index/certificate-index.ts';
import { lastKnownCertificates } from '../../domain/observation/last-known-objects.ts';
import { connectorsByThumbprint } from '../../domain/selection/connectors-by-thumbprint.ts';
import type { ListedCertificate } from '../../domain/status/status.ts';
import { storeStates } from '../../domain/status/store-states.ts';
import type { ListQuery, StoreListing } from '../operations/query-operations.ts';
import { scanStores } from '../scan/scan-all.ts';
import { countUnverifiedChains } from './count-unverified-chains.ts';
import { type ListingInputs, listCertificates } from './list-certificates.ts';
import { listPendingCsrs } from './list-pending-csrs.ts';
import { emptyScanContext, type ScanOnceDependencies, snapshotsOf } from './scan-once.ts';

/** Lists the contents of the stores. Verifies and selects only what the query requests. */
export async function listStores(
  { scanSources, settings, clock, readLastObserved }: ScanOnceDependencies,
  { chainsToVerify, withConnectors = false }: ListQuery,
  signal: AbortSignal,
): Promise<StoreListing> {
  const at = clock.now();
  const observation = await scanStores(scanSources, emptyScanContext({ readLastObserved }), at, signal);
  let builtIndex: CertificateIndex | undefined;
  const index = (): CertificateIndex => {
    builtIndex ??= buildCertificateIndex(lastKnownCertificates(observation));
    return builtIndex;
  };
  const listWith = (inputs: ListingInputs): readonly ListedCertificate[] =>
    listCertificates(observation, settings, inputs, index);
  const requestedCertificates = chainsToVerify?.(listWith({ chains: new Map() }), at) ?? [];
  const thumbprints = new Set(requestedCertificates.map(({ stored }) => stored.certificate.thumbprint));
  const snapshots = snapshotsOf(observation);
  const { chains: verifier } = scanSources;
  const chains = new Map(await verifier.verify(thumbprints, snapshots, [], 'when-needed'));
  // Candidates for a selection are verified as in a scan.
  const candidates = withConnectors ? await verifier.verify(certificatesToVerify(observation, index()), snapshots) : [];
  for (const [thumbprint, verdict] of candidates) chains.set(thumbprint, verdict);
  const selections = withConnectors ? assess({ ...observation, chains }, settings, index()).selections : undefined;
  return {
    at,
    stores: storeStates(observation),
    certificates: listWith({ chains, selectedBy: selections && connectorsByThumbprint(selections) }),
    unverifiedChainCount: countUnverifiedChains(chains, at),
    requests: listPendingCsrs(observation),
  };
}
