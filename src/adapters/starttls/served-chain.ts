import type { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls';
import { parseCertificate } from '../../formats/x509/parse-certificate.ts';
import type { ServedChainCertificate } from '../../work/ports/probes.ts';

/** The maximum number of certificates. No chain needs more. */
const MAX_CERTIFICATES = 100;

/**
 * The certificates to read: `all` in the order of the server, including duplicates, or the server's
 * certificate and its `linked` issuers. Node never frees the issuers of `all`, some 5 KB each, so
 * the daemon cannot use it. `linked` may miss issuers that are not in order.
 */
export type ServedChainMode = 'all' | 'linked';

/**
 * False on Node 24 and newer, which crashes with `linked` if an EC key has a curve without a NIST
 * name. `all` is used there.
 */
export const IS_LINKED_SAFE: boolean = Number.parseInt(process.versions.node, 10) < 24;

/**
 * Returns the certificates that the server sent, its own first, at most `MAX_CERTIFICATES`;
 * empty if it sent none. Can be called only once.
 */
export function servedChainOf(socket: TLSSocket, selection: ServedChainMode): readonly ServedChainCertificate[] {
  return parseServedChain(
    selection === 'linked' && IS_LINKED_SAFE ? linkedCertificates(socket) : allCertificates(socket),
  );
}

/** Parses certificates in the order in which they were sent, at most `MAX_CERTIFICATES`. */
export function parseServedChain(sent: Iterable<Buffer>): readonly ServedChainCertificate[] {
  const chain: ServedChainCertificate[] = [];
  for (const der of sent) {
    if (chain.length === MAX_CERTIFICATES) break;
    const parsed = parseCertificate(der, '');
    chain.push({ der, certificate: parsed.kind === 'parsed' ? parsed.value : undefined });
  }
  return chain;
}

function* allCertificates(socket: TLSSocket): Generator<Buffer> {
  // For a client, `issuerCertificate` is the next certificate that the server sent, and not an
  // issuer that Node searched.
  let next: X509Certificate | undefined = socket.getPeerX509Certificate();
  for (; next !== undefined; next = next.issuerCertificate) yield next.raw;
}

function* linkedCertificates(socket: TLSSocket): Generator<Buffer> {
  const visited = new Set<PeerCertificate>();
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  // Empty if the server sent none. A self-signed certificate is its own issuer.
  for (; next?.raw !== undefined && !visited.has(next); next = next.issuerCertificate) {
    visited.add(next);
    yield next.raw;
  }
}
