import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { parseCertificate } from '../../formats/x509/parse-certificate.ts';
import type { PresentedCertificate } from '../../work/ports.ts';

/** Nobody needs more to come to an anchor. */
const MOST = 100;

/**
 * The certificates that the server has sent, in its order, the same twice where it sent it twice; the first hundred. Empty:
 * it sent none. May be asked once: Node takes them out of the session.
 */
export function presentedChain(socket: TLSSocket): readonly PresentedCertificate[] {
  const chain: PresentedCertificate[] = [];
  // On a client's side these are no issuers that were looked for, but what came, one behind the other.
  let next: X509Certificate | undefined = socket.getPeerX509Certificate();
  for (; next !== undefined && chain.length < MOST; next = next.issuerCertificate) {
    const der = next.raw;
    const parsed = parseCertificate(der, '');
    chain.push({ der, certificate: parsed.kind === 'parsed' ? parsed.value : undefined });
  }
  return chain;
}
