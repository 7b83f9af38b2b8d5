import type { Certificate } from '../../../domain/certificate/certificate.ts';

/** The front of a thumbprint, as people say it: long enough to name one certificate among a million, nearly always. */
export function shortThumbprint({ thumbprint }: Pick<Certificate, 'thumbprint'>): string {
  return thumbprint.slice(0, 8);
}
