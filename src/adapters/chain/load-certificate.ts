import { X509Certificate } from 'node:crypto';
import { writePem } from '../../formats/pem/write-pem.ts';

/** A certificate loaded by OpenSSL, or OpenSSL's error message. */
export type LoadedCertificate =
  | { readonly kind: 'loaded'; readonly judge: X509Certificate }
  | { readonly kind: 'refused'; readonly detail: string };

/** Loads a certificate in DER, as a server with OpenSSL does. */
export function loadCertificate(der: Uint8Array): LoadedCertificate {
  try {
    return { kind: 'loaded', judge: new X509Certificate(der) };
  } catch {
    return { kind: 'refused', detail: refusal(der) };
  }
}

/** Loads a certificate in DER; undefined if OpenSSL rejects it. */
export function judgeOf(der: Uint8Array): X509Certificate | undefined {
  const loaded = loadCertificate(der);
  return loaded.kind === 'loaded' ? loaded.judge : undefined;
}

/**
 * Returns why OpenSSL rejects a certificate. For DER, node:crypto also tries PEM and would only
 * report that it is not PEM.
 */
function refusal(der: Uint8Array): string {
  try {
    new X509Certificate(writePem('CERTIFICATE', Buffer.from(der)));
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
