import type { CertificateLocation } from './certificate.ts';

/** Returns the text that identifies the location of a certificate; it is not taken apart. */
export function locationKey({ path, block }: Pick<CertificateLocation, 'path' | 'block'>): string {
  return `${path}#${block}`;
}
