import type { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls';
import { parseCertificate } from '../../formats/x509/parse-certificate.ts';
import type { PresentedCertificate } from '../../work/ports/probes.ts';

/** Nobody needs more to come to an anchor. */
const MOST = 100;

/**
 * How much of what a server has sent is looked at: `all`, in its order, the same twice where it sent it twice; or its own
 * certificate and those that lead on from it. Of Node's two ways the first never frees the issuers that it shows, some 5 KB
 * each, so a daemon has to do without; the second may miss some where they come out of order.
 */
export type ChainWanted = 'all' | 'linked';

/** From 24 on, Node crashes in the second way over an EC key whose curve has no name of NIST's: there, all are taken. */
export const IS_LINKED_SAFE: boolean = Number.parseInt(process.versions.node, 10) < 24;

/** The certificates that the server has sent, its own first; the first hundred. Empty: it sent none. May be asked once. */
export function presentedChain(socket: TLSSocket, wanted: ChainWanted): readonly PresentedCertificate[] {
  return presented(wanted === 'linked' && IS_LINKED_SAFE ? linkedOf(socket) : allOf(socket));
}

/** Certificates as they were sent; the first hundred. */
export function presented(sent: Iterable<Buffer>): readonly PresentedCertificate[] {
  const chain: PresentedCertificate[] = [];
  for (const der of sent) {
    if (chain.length === MOST) break;
    const parsed = parseCertificate(der, '');
    chain.push({ der, certificate: parsed.kind === 'parsed' ? parsed.value : undefined });
  }
  return chain;
}

function* allOf(socket: TLSSocket): Generator<Buffer> {
  // On a client's side these are no issuers that were looked for, but what came, one behind the other.
  let next: X509Certificate | undefined = socket.getPeerX509Certificate();
  for (; next !== undefined; next = next.issuerCertificate) yield next.raw;
}

function* linkedOf(socket: TLSSocket): Generator<Buffer> {
  const seen = new Set<PeerCertificate>();
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  // Empty where none was sent; a self-signed one is its own issuer.
  for (; next?.raw !== undefined && !seen.has(next); next = next.issuerCertificate) {
    seen.add(next);
    yield next.raw;
  }
}
