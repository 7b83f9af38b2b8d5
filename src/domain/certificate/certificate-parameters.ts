import type { Instant } from '../time.ts';
import type { KeySpec } from './key-spec.ts';

/** The contents of a new CSR. */
export interface CsrParameters {
  /** RFC 4514, most specific first. */
  readonly subject: string;
  /** A-labels, in order; may contain wildcards. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly key: KeySpec;
}

/** The contents of a new self-signed certificate. */
export interface CertificateParameters extends CsrParameters {
  /** Both inclusive, whole seconds. */
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}
