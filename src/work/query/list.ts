import { assess, certificatesOf, certificatesToVerify } from '../../domain/assessment/assess.ts';
import { buildCertificateIndex, type CertificateIndex } from '../../domain/certificate-index/certificate-index.ts';
import { selectedBy } from '../../domain/selection/selected-by.ts';
import type { ListedCertificate } from '../../domain/status/status.ts';
import { storeStates } from '../../domain/status/store-states.ts';
import type { ListQuery, StoreListing } from '../operations/query-operations.ts';
import { scanStores } from '../scan/scan-all.ts';
import { listCertificates, notFollowed, type WorkedOut } from './list-certificates.ts';
import { listRequests } from './list-requests.ts';
import { nothingBefore, type ScanOnceDependencies, snapshotsOf } from './scan-once.ts';

/** Lists the contents of the stores, and evaluates only what the query needs. */
export async function list(
  { surroundings, settings, clock, stored }: ScanOnceDependencies,
  { chainsOf, withConnectors = false }: ListQuery,
  signal: AbortSignal,
): Promise<StoreListing> {
  const at = clock.now();
  const observation = await scanStores(surroundings, nothingBefore({ stored }), at, signal);
  let built: CertificateIndex | undefined;
  const index = (): CertificateIndex => {
    built ??= buildCertificateIndex(certificatesOf(observation));
    return built;
  };
  const listed = (found: WorkedOut): readonly ListedCertificate[] =>
    listCertificates(observation, settings, found, index);
  const asked = chainsOf?.(listed({ chains: new Map() }), at) ?? [];
  const thumbprints = new Set(asked.map(({ stored }) => stored.certificate.thumbprint));
  const snapshots = snapshotsOf(observation);
  const { chains: verifier } = surroundings;
  const chains = new Map(await verifier.verify(thumbprints, snapshots, [], 'when-needed'));
  // Candidates for a selection are verified as in a scan.
  const competing = withConnectors ? await verifier.verify(certificatesToVerify(observation, index()), snapshots) : [];
  for (const [thumbprint, verdict] of competing) chains.set(thumbprint, verdict);
  const selections = withConnectors ? assess({ ...observation, chains }, settings, index()).selections : undefined;
  return {
    at,
    stores: storeStates(observation),
    certificates: listed({ chains, selectedBy: selections && selectedBy(selections) }),
    notFollowed: notFollowed(chains, at),
    requests: listRequests(observation),
  };
}
