import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { lastKnown } from '../scan-result.ts';
import { onDiskOf } from '../selection/all-presented.ts';
import type { Endpoint } from '../served/served.ts';
import type { Instant } from '../time.ts';
import { groupEndpoints, type ServedTlsEndpoint, servedTlsEndpoints } from './served-endpoints.ts';
import { servedVsDisk, settledSince } from './served-vs-disk.ts';

/** A certificate of a kind of key that servers were asked for and have none of, though it stands on disk beside what they present. */
export interface KeyTypeNotServed {
  readonly stored: StoredCertificate;
  /** What they present of the other kind. */
  readonly sights: readonly [ServedTlsEndpoint, ...ServedTlsEndpoint[]];
  /** Since when it stands there; undefined: that may be too short for a reload. */
  readonly since: Instant | undefined;
}

const KINDS: ReadonlyMap<string, Endpoint['keyType']> = new Map([
  ['RSA', 'rsa'],
  ['EC', 'ecdsa'],
]);

/** Of a server that was asked for both kinds. What it never had of one, and answers for the other, is left out of the look. */
function missingAt(sight: ServedTlsEndpoint, assessment: Assessment): readonly StoredCertificate[] {
  const { connector, selection, address, keyType, isLost } = sight;
  const look = assessment.observation.endpoints.get(connector.name);
  if (connector.direction === 'send' || keyType === 'any' || isLost || look === undefined) return [];
  if (servedVsDisk(sight, assessment).kind !== 'same') return [];
  const endpoints = (lastKnown(look)?.value ?? []).filter((each) => each.address === address);
  return (onDiskOf(selection) ?? []).filter(({ certificate }) => {
    const kind = KINDS.get(certificate.publicKeyAlgorithm);
    return kind !== undefined && !endpoints.some((each) => each.keyType === kind);
  });
}

/** Every such certificate once, however many connectors do not serve it. */
export function keyTypesNotServed(assessment: Assessment): readonly KeyTypeNotServed[] {
  const missing = servedTlsEndpoints(assessment).flatMap((sight) =>
    missingAt(sight, assessment).map((stored) => ({ ...sight, stored })),
  );
  return groupEndpoints(missing, ({ stored }) => stored.certificate.thumbprint).map((sights) => {
    const [{ stored }] = sights;
    const times = sights.flatMap((sight) => settledSince(sight, [stored], assessment) ?? []);
    return { stored, sights, since: times.length === sights.length ? Math.max(...times) : undefined };
  });
}
