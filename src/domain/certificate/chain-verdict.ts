import { CHAIN_FAILURES } from '../failure/chain-failures.ts';
import type { Failure } from '../failure/failure.ts';
import type { Instant } from '../time.ts';
import type { Thumbprint } from './certificate.ts';
import { isExpired } from './lifetime.ts';

/**
 * The result of building and verifying the chain of a certificate.
 * - trusted: the chain ends at a trust anchor
 * - self-signed: the certificate is its own issuer and not a trust anchor
 * - untrusted: an issuer was not found, a signature is wrong, or the root is not trusted
 * - refused: OpenSSL cannot load the certificate, so no server can use it
 * - unknown: the limit of issuer checks was reached before a trusted chain was found
 */
export type ChainVerdict =
  | {
      readonly status: 'trusted';
      /** `system`: in the bundle of the system; `enterprise`: in a file of the configuration. */
      readonly anchor: 'system' | 'enterprise';
      /**
       * The intermediate certificates in the certificate's file, which the server sends with it;
       * left out: none.
       */
      readonly intermediates?: readonly ChainLink[];
      /**
       * When the trusted chain that stays valid longest becomes invalid, because an issuer expires.
       * The expiry of the certificate itself does not count. Left out: unknown.
       */
      readonly holdsUntil?: Instant;
      /**
       * The subject of the issuer (intermediate or root certificate) that expires at `holdsUntil`.
       */
      readonly endsWith?: string;
      /**
       * The limit of issuer checks, if it was reached: a chain that stays valid longer may exist.
       * Left out: all possible issuers were checked.
       */
      readonly limit?: number;
    }
  | {
      readonly status: 'self-signed';
      /** Set if some trust anchors could not be read, so that the certificate may be one of them. */
      readonly isUncertain?: true;
    }
  | {
      readonly status: 'unknown';
      readonly failure: Failure;
    }
  | {
      readonly status: 'refused';
      /** The error message of OpenSSL. */
      readonly detail: string;
    }
  | {
      readonly status: 'untrusted';
      readonly failure: Failure;
      /**
       * The subject of the issuer that was not found, if this is the cause.
       */
      readonly missingIssuer?: string;
      /**
       * The subject of the untrusted root, if this is the cause. Another certificate from the same
       * CA is then untrusted too.
       */
      readonly untrustedRoot?: string;
      /**
       * Set if some trust anchors could not be read, so that the chain may be trusted.
       */
      readonly isUncertain?: true;
    };

/** An intermediate certificate between a certificate and its trust anchor. */
export interface ChainLink {
  readonly thumbprint: Thumbprint;
  readonly subject: string;
  readonly notAfter: Instant;
}

/**
 * Returns a verdict as it is at an instant. A trusted chain becomes untrusted when an issuer
 * expires, because clients then reject it.
 * @see RFC 5280 section 6.1.3
 */
export function verdictAt(verdict: ChainVerdict, now: Instant): ChainVerdict {
  if (verdict.status !== 'trusted' || verdict.holdsUntil === undefined) return verdict;
  const { holdsUntil, endsWith: subject, limit } = verdict;
  if (!isExpired({ notAfter: holdsUntil }, now)) return verdict;
  if (limit !== undefined) return { status: 'unknown', failure: CHAIN_FAILURES.chain_check_limit_reached({ limit }) };
  const { chain_issuer_expired: issuerExpired, chain_certificate_expired: expired } = CHAIN_FAILURES;
  return { status: 'untrusted', failure: subject === undefined ? issuerExpired : expired({ subject }) };
}

/** Returns all verdicts as they are at an instant. */
export function verdictsAt(
  verdicts: ReadonlyMap<Thumbprint, ChainVerdict>,
  now: Instant,
): ReadonlyMap<Thumbprint, ChainVerdict> {
  return new Map([...verdicts].map(([thumbprint, verdict]) => [thumbprint, verdictAt(verdict, now)]));
}
