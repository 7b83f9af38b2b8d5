import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import { isExpired, isNotYetValid, lifetimeState } from '../../domain/certificate/lifetime.ts';
import { originOf } from '../../domain/certificate/origin.ts';
import { isFileStore } from '../../domain/connector/certificate-file.ts';
import { presentedNames } from '../../domain/connector/name-index.ts';
import { ineligibility, type SelectionGround } from '../../domain/connector/select-certificate.ts';
import { type Assessment, certificatesOf } from '../../domain/observation/assess.ts';
import type { ListedCertificate } from '../../domain/status.ts';
import type { Instant } from '../../domain/time.ts';

/** Whether nothing but its services could keep a certificate from being presented now. */
function isUsable(stored: StoredCertificate, ground: SelectionGround): boolean {
  const { now } = ground;
  const reason = ineligibility(stored, ground);
  if (isExpired(stored.certificate, now) || isNotYetValid(stored.certificate, now)) return false;
  return reason === undefined || reason === 'not-enabled-for-smtp';
}

/** What has expired and has a newer usable one beside it, of the same names and enabled for as much. */
function supersededIn(
  certificates: readonly StoredCertificate[],
  ground: SelectionGround,
): ReadonlySet<StoredCertificate> {
  const keyOf = (stored: StoredCertificate): string => [...presentedNames(stored)].sort().join(' ');
  const usable = new Map<string, StoredCertificate[]>();
  for (const stored of certificates) {
    if (!isUsable(stored, ground)) continue;
    const key = keyOf(stored);
    usable.set(key, [...(usable.get(key) ?? []), stored]);
  }
  const replaces = (next: StoredCertificate, old: StoredCertificate): boolean =>
    next.certificate.notBefore >= old.certificate.notBefore &&
    old.services.every((service) => next.services.includes(service));
  return new Set(
    certificates.filter(
      (old) =>
        isExpired(old.certificate, ground.now) && usable.get(keyOf(old))?.some((next) => replaces(next, old)) === true,
    ),
  );
}

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
  { observation, ground, settings }: Assessment,
  chains: ReadonlyMap<string, ChainVerdict>,
): readonly ListedCertificate[] {
  const certificates = withoutDoubles(certificatesOf(observation));
  const { now } = observation;
  let superseded: ReadonlySet<StoredCertificate> | undefined;
  const isSuperseded = (stored: StoredCertificate): boolean => {
    superseded ??= supersededIn(certificates, ground);
    return superseded.has(stored);
  };
  return certificates.map((stored) => {
    const verdict = chains.get(stored.certificate.thumbprint);
    return {
      stored,
      get lifetimeState() {
        const state = lifetimeState(stored.certificate, now, settings.expiresSoon);
        return state === 'expired' && isSuperseded(stored) ? 'superseded' : state;
      },
      origin: originOf(verdict),
      status: statusOf(stored, verdict, now),
    };
  });
}
