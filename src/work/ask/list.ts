import { buildCertificateIndex, type CertificateIndex } from '../../domain/connector/certificate-index.ts';
import { certificatesOf } from '../../domain/observation/assess.ts';
import type { StoreListing } from '../operations.ts';
import { lookAtStores } from '../watch/look.ts';
import { listCertificates } from './list-certificates.ts';
import { listRequests } from './list-requests.ts';
import { type LookMeans, nothingBefore, snapshotsOf } from './look-once.ts';
import { storeStates } from './store-states.ts';

/** Looks at what lies in the stores, and judges nothing that is not asked for. */
export async function list(
  { surroundings, settings, clock }: LookMeans,
  withChains: boolean,
  signal: AbortSignal,
): Promise<StoreListing> {
  const at = clock.now();
  const observation = await lookAtStores(surroundings, nothingBefore(), at, signal);
  const thumbprints = withChains ? certificatesOf(observation).map(({ certificate }) => certificate.thumbprint) : [];
  const chains = await surroundings.chains.verify(new Set(thumbprints), snapshotsOf(observation));
  let built: CertificateIndex | undefined;
  const index = (): CertificateIndex => {
    built ??= buildCertificateIndex(certificatesOf(observation));
    return built;
  };
  return {
    at,
    stores: storeStates(observation),
    certificates: listCertificates(observation, settings, chains, index),
    requests: listRequests(observation),
  };
}
