import { X509Certificate } from 'node:crypto';
import { writePem } from '../../formats/pem/write-pem.ts';

/** A certificate as OpenSSL loads it, or its message where it does not. */
export type LoadedCertificate =
  | { readonly kind: 'loaded'; readonly judge: X509Certificate }
  | { readonly kind: 'refused'; readonly detail: string };

/** Loads a certificate in DER as a server that uses OpenSSL does. */
export function loadCertificate(der: Uint8Array): LoadedCertificate {
  try {
    return { kind: 'loaded', judge: new X509Certificate(der) };
  } catch {
    return { kind: 'refused', detail: refusal(der) };
  }
}

/** OpenSSL's view of a certificate; undefined where OpenSSL does not read it. */
export function judgeOf(der: Uint8Array): X509Certificate | undefined {
  const loaded = loadCertificate(der);
  return loaded.kind === 'loaded' ? loaded.judge : undefined;
}

/** Returns why OpenSSL refuses a certificate. node:crypto tries DER as PEM too, and would say that it is not PEM. */
function refusal(der: Uint8Array): string {
  try {
    new X509Certificate(writePem('CERTIFICATE', Buffer.from(der)));
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
