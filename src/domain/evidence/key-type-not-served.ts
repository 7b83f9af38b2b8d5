import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { currentOrLastKnown } from '../scan-result.ts';
import { selectedOnDisk } from '../selection/certificates-of-selection.ts';
import type { Endpoint } from '../served/served.ts';
import type { Instant } from '../time.ts';
import { groupEndpoints, listedOrAll, type ServedTlsEndpoint, servedTlsEndpoints } from './served-endpoints.ts';
import { onDiskSinceIfReloadOverdue, servedVsDisk } from './served-vs-disk.ts';

/**
 * A certificate on disk whose key type the servers do not serve, although they were probed for both
 * key types (RSA and ECDSA).
 */
export interface KeyTypeNotServed {
  readonly stored: StoredCertificate;
  /** The endpoints of the other key type, which the servers serve. */
  readonly endpoints: readonly [ServedTlsEndpoint, ...ServedTlsEndpoint[]];
  /**
   * Since when the certificate is on disk; undefined if that is unknown, or if a server may not
   * have been reloaded since then.
   */
  readonly since: Instant | undefined;
}

const KEY_TYPES_BY_ALGORITHM: ReadonlyMap<string, Endpoint['keyType']> = new Map([
  ['RSA', 'rsa'],
  ['EC', 'ecdsa'],
]);

/**
 * Returns the certificates on disk with a key type that the server of this endpoint does not serve.
 * A key type that the server never served has no endpoint in the probe result. Empty if the server
 * is remote, was not probed for both key types or did not answer the latest probe, or if it does
 * not serve a certificate from disk at all.
 */
function unservedCertificates(endpoint: ServedTlsEndpoint, assessment: Assessment): readonly StoredCertificate[] {
  const { connector, selection, address, keyType, hasFailedSince } = endpoint;
  const result = assessment.observation.endpoints.get(connector.name);
  if (connector.direction === 'send' || keyType === 'any' || hasFailedSince || result === undefined) return [];
  if (servedVsDisk(endpoint, assessment).kind !== 'same') return [];
  const endpointsOfAddress = (currentOrLastKnown(result)?.value ?? []).filter((each) => each.address === address);
  return (selectedOnDisk(selection) ?? []).filter(({ certificate }) => {
    const keyTypeOnDisk = KEY_TYPES_BY_ALGORITHM.get(certificate.publicKeyAlgorithm);
    return keyTypeOnDisk !== undefined && !endpointsOfAddress.some((each) => each.keyType === keyTypeOnDisk);
  });
}

/**
 * Returns the certificates on disk whose key type is not served, each once, with all endpoints of
 * servers that do not serve it.
 */
export function keyTypesNotServed(assessment: Assessment): readonly KeyTypeNotServed[] {
  const missingEndpoints = servedTlsEndpoints(assessment).flatMap((endpoint) =>
    unservedCertificates(endpoint, assessment).map((stored) => ({ ...endpoint, stored })),
  );
  return groupEndpoints(missingEndpoints, ({ stored }) => stored.certificate.thumbprint).map((endpoints) => {
    const [{ stored }] = endpoints;
    const reported = listedOrAll(endpoints);
    const timesOnDisk = reported.flatMap(
      (endpoint) => onDiskSinceIfReloadOverdue(endpoint, [stored], assessment) ?? [],
    );
    // undefined if one of the servers may not have been reloaded yet.
    return { stored, endpoints, since: timesOnDisk.length === reported.length ? Math.max(...timesOnDisk) : undefined };
  });
}
