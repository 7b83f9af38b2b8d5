import { fill } from '../sentence.ts';
import type { Instant } from '../time.ts';
import type { Thumbprint } from './certificate.ts';
import { CHAIN_SENTENCES } from './chain-sentences.ts';
import { isExpired } from './lifetime.ts';

/**
 * The result of building and verifying the chain of a certificate.
 * - trusted: the chain ends at a trust anchor
 * - self-signed: the certificate is its own issuer and not a trust anchor
 * - untrusted: an issuer was not found, a signature is wrong, or the root is not trusted
 * - refused: OpenSSL cannot load the certificate, so no server can use it
 * - unknown: the limit of checks was reached before all possible issuers were checked
 */
export type ChainVerdict =
  | {
      readonly status: 'trusted';
      readonly anchor: 'system' | 'enterprise';
      /**
       * The intermediate certificates in the certificate's file, which the server sends with it;
       * left out: none.
       */
      readonly intermediates?: readonly ChainLink[];
      /**
       * Time at which the last trusted chain becomes invalid, apart from the certificate's own
       * expiry; left out: unknown.
       */
      readonly holdsUntil?: Instant;
      /** The subject of the intermediate or root certificate that expires then. */
      readonly endsWith?: string;
      /** The limit of checks, if it was reached: a chain that stays valid longer may exist. */
      readonly limit?: number;
    }
  | { readonly status: 'self-signed'; readonly isUncertain?: true }
  | { readonly status: 'unknown'; readonly detail: string }
  | {
      readonly status: 'refused';
      /** The error message of OpenSSL. */
      readonly detail: string;
    }
  | {
      readonly status: 'untrusted';
      readonly detail: string;
      /**
       * The subject of the issuer that was not found, so that the chain is incomplete. Left out for
       * other causes.
       */
      readonly missingIssuer?: string;
      /**
       * The subject of the untrusted root. Another certificate from the same CA is untrusted too.
       */
      readonly untrustedRoot?: string;
      /**
       * Some trust anchors could not be read, so the chain may be trusted. Left out, also above:
       * all were read.
       */
      readonly isUncertain?: true;
    };

/** Returns the detail of a verdict that is unknown because of the limit of checks. */
export function limitDetail(limit: number): string {
  return fill(CHAIN_SENTENCES.limitReached.en, { limit });
}

/** An intermediate certificate between a certificate and its trust anchor. */
export interface ChainLink {
  readonly thumbprint: Thumbprint;
  readonly subject: string;
  readonly notAfter: Instant;
}

/**
 * Returns a verdict as it is at an instant. A chain with an expired issuer is not trusted, because
 * clients reject it.
 * @see RFC 5280 section 6.1.3
 */
export function verdictAt(verdict: ChainVerdict, now: Instant): ChainVerdict {
  if (verdict.status !== 'trusted' || verdict.holdsUntil === undefined) return verdict;
  const { holdsUntil, endsWith: subject, limit } = verdict;
  if (!isExpired({ notAfter: holdsUntil }, now)) return verdict;
  if (limit !== undefined) return { status: 'unknown', detail: limitDetail(limit) };
  const { expired, issuerExpired } = CHAIN_SENTENCES;
  return { status: 'untrusted', detail: subject === undefined ? issuerExpired.en : fill(expired.en, { subject }) };
}

/** Returns all verdicts as they are at an instant. */
export function verdictsAt(
  verdicts: ReadonlyMap<Thumbprint, ChainVerdict>,
  now: Instant,
): ReadonlyMap<Thumbprint, ChainVerdict> {
  return new Map([...verdicts].map(([thumbprint, verdict]) => [thumbprint, verdictAt(verdict, now)]));
}
