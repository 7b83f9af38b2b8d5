import type { Thumbprint } from '../../../domain/certificate/certificate.ts';
import { quote } from './quote.ts';
import type { WrittenValue } from './written-value.ts';

/**
 * `auto`, `none`, or a thumbprint however it was copied: any case, colons, spaces, and the invisible mark (U+200E) that
 * the Windows certificate dialog puts in front.
 */
export function readInternalTransportCertificate(text: string): WrittenValue<'auto' | 'none' | Thumbprint> {
  if (text === 'auto' || text === 'none') return { value: text };
  const digits = text.replace(/[\s:\u200e]/g, '').toUpperCase();
  if (/^[0-9A-F]{40}$/.test(digits)) return { value: digits };
  return {
    fault: /^[0-9A-F]{64}$/.test(digits)
      ? 'this is a SHA-256 fingerprint of 64 digits; the thumbprint is the SHA-1 of the certificate, 40 hex digits'
      : `${quote(text)} is not a thumbprint; write auto, none, or 40 hex digits (the SHA-1 of the certificate)`,
  };
}
