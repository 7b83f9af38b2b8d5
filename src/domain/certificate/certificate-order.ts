import type { Instant } from '../time.ts';

/** The kinds of key that are made. */
export const KEY_KINDS = ['rsa-2048', 'rsa-4096', 'ec-p256'] as const;

export type KeyKind = (typeof KEY_KINDS)[number];

/** What a certificate, or a request for one, is to say. */
export interface RequestOrder {
  /** RFC 4514, most specific first. */
  readonly subject: string;
  /** A-labels, in order; a wildcard as it stands. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly key: KeyKind;
}

/** What a self-signed certificate is to say. */
export interface CertificateOrder extends RequestOrder {
  /** Both inclusive, whole seconds. */
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}
