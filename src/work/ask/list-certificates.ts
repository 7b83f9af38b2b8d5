import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import { isExpired, isNotYetValid, lifetimeState } from '../../domain/certificate/lifetime.ts';
import { originOf } from '../../domain/certificate/origin.ts';
import { isFileStore } from '../../domain/connector/certificate-file.ts';
import { type Assessment, certificatesOf } from '../../domain/observation/assess.ts';
import { Lineages } from '../../domain/observation/lineages.ts';
import type { ListedCertificate } from '../../domain/status.ts';
import type { Instant } from '../../domain/time.ts';

/** The first that keeps it from being valid: its dates, its key, its chain. */
function statusOf(
  { certificate, key }: StoredCertificate,
  verdict: ChainVerdict | undefined,
  now: Instant,
): ListedCertificate['status'] {
  if (isExpired(certificate, now) || isNotYetValid(certificate, now)) return 'DateInvalid';
  if (key.kind === 'differs') return 'Invalid';
  if (verdict === undefined) return 'Unknown';
  return verdict.status === 'untrusted' ? 'Untrusted' : 'Valid';
}

/** A file that a connector names may lie in a store too: what stands in it is listed there. */
function withoutDoubles(certificates: readonly StoredCertificate[]): readonly StoredCertificate[] {
  const placeOf = ({ location: { path, block } }: StoredCertificate): string => `${path}#${block}`;
  if (!certificates.some(({ store }) => isFileStore(store))) return certificates;
  const places = new Set(certificates.flatMap((stored) => (isFileStore(stored.store) ? [] : [placeOf(stored)])));
  return certificates.filter((stored) => !isFileStore(stored.store) || !places.has(placeOf(stored)));
}

/** Every certificate of every store; what is costly about one is worked out when it is asked for. */
export function listCertificates(
  { observation, ground, index, settings }: Assessment,
  chains: ReadonlyMap<string, ChainVerdict>,
): readonly ListedCertificate[] {
  const certificates = withoutDoubles(certificatesOf(observation));
  const { now } = observation;
  const lineages = new Lineages({ index, now, isPersonal: ground.isPersonal });
  return certificates.map((stored) => {
    const verdict = chains.get(stored.certificate.thumbprint);
    return {
      stored,
      get lifetimeState() {
        const state = lifetimeState(stored.certificate, now, settings.expiresSoon);
        return state === 'expired' && lineages.isSuperseded(stored) ? 'superseded' : state;
      },
      origin: originOf(verdict),
      status: statusOf(stored, verdict, now),
    };
  });
}
