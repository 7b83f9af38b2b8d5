import type { Instant } from '../time.ts';
import type { Thumbprint } from './certificate.ts';

/**
 * What following the issuers of a certificate led to, signatures verified.
 * trusted: to an anchor; self-signed: to itself, and it is no anchor; untrusted: the issuer was not found, or a signature is wrong.
 */
export type ChainVerdict =
  | {
      readonly status: 'trusted';
      readonly anchor: 'system' | 'enterprise';
      /** The issuers that stand in a file of the certificate and go out with it; left out where there are none. */
      readonly presented?: readonly ChainLink[];
      /** Until when some way to an anchor holds, the certificate's own end left aside; left out where that is not known. */
      readonly holdsUntil?: Instant;
    }
  | { readonly status: 'self-signed' }
  | { readonly status: 'untrusted'; readonly detail: string };

/** An issuer between a certificate and its trust anchor. */
export interface ChainLink {
  readonly thumbprint: Thumbprint;
  readonly subject: string;
  readonly notAfter: Instant;
}
