import type { Certificate } from '../../../domain/certificate/certificate.ts';

/** Returns the first eight digits of a thumbprint, which almost always identify one certificate. */
export function shortThumbprint({ thumbprint }: Pick<Certificate, 'thumbprint'>): string {
  return thumbprint.slice(0, 8);
}
