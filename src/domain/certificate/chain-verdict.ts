import type { Instant } from '../time.ts';
import type { Thumbprint } from './certificate.ts';
import { isExpired } from './lifetime.ts';

/**
 * What following the issuers of a certificate led to, signatures verified.
 * trusted: to an anchor; self-signed: to itself, and it is no anchor; untrusted: the issuer was not found, or a signature is wrong;
 * refused: OpenSSL does not load the certificate, so that no server can use it; unknown: the limit of checks was reached before
 * all candidates for its issuers were looked at.
 */
export type ChainVerdict =
  | {
      readonly status: 'trusted';
      readonly anchor: 'system' | 'enterprise';
      /** The issuers that stand in a file of the certificate and go out with it; left out where there are none. */
      readonly presented?: readonly ChainLink[];
      /** Until when some way to an anchor holds, the certificate's own end left aside; left out where that is not known. */
      readonly holdsUntil?: Instant;
      /** The subject of the issuer, or the anchor, that ends then. */
      readonly endsWith?: string;
      /** The limit of checks, if it was reached: a path that holds longer may exist. */
      readonly limit?: number;
    }
  | { readonly status: 'self-signed'; readonly isUncertain?: true }
  | { readonly status: 'unknown'; readonly detail: string }
  | {
      readonly status: 'refused';
      /** OpenSSL's message. */
      readonly detail: string;
    }
  | {
      readonly status: 'untrusted';
      readonly detail: string;
      /** The subject of the issuer that stands nowhere: the chain is incomplete. Left out where something else is wrong. */
      readonly missingIssuer?: string;
      /** The subject of the root that it leads to and that is no trust anchor: another certificate of the same authority leads nowhere else. */
      readonly untrustedRoot?: string;
      /** Trust anchors could not be read: the chain may be trusted. Left out, also above: all were read. */
      readonly isUncertain?: true;
    };

/** Says that a chain could not be followed to its end. */
export function limitDetail(limit: number): string {
  return `the limit of ${limit} checks for issuers was reached`;
}

/** An issuer between a certificate and its trust anchor. */
export interface ChainLink {
  readonly thumbprint: Thumbprint;
  readonly subject: string;
  readonly notAfter: Instant;
}

/**
 * What a verdict is worth at an instant: a way through an issuer that has expired leads nowhere, for no client takes it.
 * @see RFC 5280 section 6.1.3
 */
export function verdictAt(verdict: ChainVerdict, now: Instant): ChainVerdict {
  if (verdict.status !== 'trusted' || verdict.holdsUntil === undefined) return verdict;
  const { holdsUntil, endsWith = 'an issuer', limit } = verdict;
  if (!isExpired({ notAfter: holdsUntil }, now)) return verdict;
  if (limit !== undefined) return { status: 'unknown', detail: limitDetail(limit) };
  return { status: 'untrusted', detail: `${endsWith} has expired, and no other way leads to a trust anchor` };
}

/** Of each verdict, what it is worth at an instant. */
export function verdictsAt(
  verdicts: ReadonlyMap<Thumbprint, ChainVerdict>,
  now: Instant,
): ReadonlyMap<Thumbprint, ChainVerdict> {
  return new Map([...verdicts].map(([thumbprint, verdict]) => [thumbprint, verdictAt(verdict, now)]));
}
