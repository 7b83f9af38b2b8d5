import type { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls';
import { parseCertificate } from '../../formats/x509/parse-certificate.ts';
import type { ServedChainCertificate } from '../../work/ports/probes.ts';

/** The maximum number of certificates. No chain needs more. */
const MAX_CERTIFICATES = 100;

/**
 * How the certificates that a server sent are read from Node. `all`: all certificates in the order
 * of the server, including duplicates. Node never frees their issuers, some 5 KB each, so this is
 * only for short commands. `linked`: the certificate of the server and its issuers, for the daemon.
 * Issuers that the server sent in another order may be missing.
 */
export type ServedChainMode = 'all' | 'linked';

/**
 * True if `linked` can be used. Node 24 and newer crash with it if an EC key has a curve without a
 * NIST name, so `all` is used there.
 */
export const IS_LINKED_SAFE: boolean = Number.parseInt(process.versions.node, 10) < 24;

/**
 * Returns the certificates that the server sent, at most 100, its own first; empty if it sent none.
 * Call it only once per socket.
 */
export function servedChainOf(socket: TLSSocket, mode: ServedChainMode): readonly ServedChainCertificate[] {
  return parseServedChain(mode === 'linked' && IS_LINKED_SAFE ? linkedCertificates(socket) : allCertificates(socket));
}

/**
 * Parses the certificates that a server sent, at most the first 100. Unparsable certificates remain
 * in the list, without `certificate`.
 */
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
