import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { currentOrLastKnown } from '../scan-result.ts';
import { selectedOnDisk } from '../selection/certificates-of-selection.ts';
import type { Endpoint } from '../served/served.ts';
import type { Instant } from '../time.ts';
import { groupEndpoints, listedOrAll, type ServedTlsEndpoint, servedTlsEndpoints } from './served-endpoints.ts';
import { servedVsDisk, settledSince } from './served-vs-disk.ts';

/**
 * Certificate on disk whose key type the servers do not serve, although they were probed for it.
 */
export interface KeyTypeNotServed {
  readonly stored: StoredCertificate;
  /** Endpoints, all with the other key type. */
  readonly endpoints: readonly [ServedTlsEndpoint, ...ServedTlsEndpoint[]];
  /**
   * Time since which the certificate is on disk; undefined if that may be too short for a reload.
   */
  readonly since: Instant | undefined;
}

const KEY_TYPES_BY_ALGORITHM: ReadonlyMap<string, Endpoint['keyType']> = new Map([
  ['RSA', 'rsa'],
  ['EC', 'ecdsa'],
]);

/**
 * Returns the certificates on disk whose key type is missing at a server that was probed for both.
 * Results have no endpoint for a key type that the server never served.
 */
function unservedCertificates(endpoint: ServedTlsEndpoint, assessment: Assessment): readonly StoredCertificate[] {
  const { connector, selection, address, keyType, hasFailedSince } = endpoint;
  const result = assessment.observation.endpoints.get(connector.name);
  if (connector.direction === 'send' || keyType === 'any' || hasFailedSince || result === undefined) return [];
  if (servedVsDisk(endpoint, assessment).kind !== 'same') return [];
  const endpoints = (currentOrLastKnown(result)?.value ?? []).filter((each) => each.address === address);
  return (selectedOnDisk(selection) ?? []).filter(({ certificate }) => {
    const keyTypeOnDisk = KEY_TYPES_BY_ALGORITHM.get(certificate.publicKeyAlgorithm);
    return keyTypeOnDisk !== undefined && !endpoints.some((each) => each.keyType === keyTypeOnDisk);
  });
}

/**
 * Returns the certificates on disk whose key type is not served, each once, with all endpoints that
 * do not serve it.
 */
export function keyTypesNotServed(assessment: Assessment): readonly KeyTypeNotServed[] {
  const missingEndpoints = servedTlsEndpoints(assessment).flatMap((endpoint) =>
    unservedCertificates(endpoint, assessment).map((stored) => ({ ...endpoint, stored })),
  );
  return groupEndpoints(missingEndpoints, ({ stored }) => stored.certificate.thumbprint).map((endpoints) => {
    const [{ stored }] = endpoints;
    const reported = listedOrAll(endpoints);
    const times = reported.flatMap((endpoint) => settledSince(endpoint, [stored], assessment) ?? []);
    return { stored, endpoints, since: times.length === reported.length ? Math.max(...times) : undefined };
  });
}
