import { X509Certificate } from 'node:crypto';
import { messageOf } from '../../domain/failure/message-of.ts';
import { writePem } from '../../formats/pem/write-pem.ts';

/** A certificate loaded by OpenSSL, or OpenSSL's error message. */
export type LoadedCertificate =
  | { readonly kind: 'loaded'; readonly certificate: X509Certificate }
  | { readonly kind: 'refused'; readonly detail: string };

/** Loads a certificate in DER, as a server with OpenSSL does. */
export function loadCertificate(der: Uint8Array): LoadedCertificate {
  try {
    return { kind: 'loaded', certificate: new X509Certificate(der) };
  } catch {
    return { kind: 'refused', detail: opensslErrorOf(der) };
  }
}

/** Loads a certificate in DER; undefined if OpenSSL rejects it. */
export function tryLoadCertificate(der: Uint8Array): X509Certificate | undefined {
  const loaded = loadCertificate(der);
  return loaded.kind === 'loaded' ? loaded.certificate : undefined;
}

/**
 * Returns why OpenSSL rejects a certificate. The certificate is loaded as PEM, because node:crypto
 * tries PEM after DER, and for DER it would only report that the certificate is not PEM.
 */
function opensslErrorOf(der: Uint8Array): string {
  try {
    new X509Certificate(writePem('CERTIFICATE', Buffer.from(der)));
    return '';
  } catch (error) {
    return messageOf(error);
  }
}
