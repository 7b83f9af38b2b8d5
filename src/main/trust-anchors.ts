import { type AnchorsFor, anchorsFrom, type TrustAnchors } from '../adapters/chain/trust-anchors.ts';
import { certificateFiles } from '../adapters/file-store/certificate-files.ts';
import type { TrustSource } from '../domain/certificate/trust-source.ts';
import type { Connector } from '../domain/connector/connector.ts';

/**
 * Trusted roots for certificates on this host and on servers. Shared, because reading the bundle of
 * the system is slow.
 */
export const trustAnchors: AnchorsFor = anchorsFrom(certificateFiles([]));

/**
 * Returns the trusted roots for certificates on this host, and for the servers of connectors.
 * @param defaultTrust the sources of connectors that do not define their own
 */
export function allTrustAnchors(
  defaultTrust: readonly TrustSource[],
  connectors: readonly Pick<Connector, 'trust'>[],
): readonly TrustAnchors[] {
  const trustOfConnectors = connectors.flatMap(({ trust }) => (trust === undefined ? [] : [trust]));
  return [...new Set([defaultTrust, ...trustOfConnectors].map(trustAnchors))];
}
