import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Scope } from '../scope.ts';
import type { Instant } from '../time.ts';

/** Why a certificate was not chosen. The first seven make it ineligible; the others are the order's. */
export type RejectionReason =
  | 'certificate-host-mismatch'
  | 'not-personal-store'
  | 'version'
  | 'private-key-missing'
  | 'private-key-mismatch'
  | 'not-enabled-for-smtp'
  | 'not-yet-valid'
  | 'certificate-expired'
  | 'exact-name-preferred'
  | 'less-trusted'
  | 'older'
  | 'expires-earlier'
  | 'thumbprint-order';

export interface Rejected {
  readonly candidate: StoredCertificate;
  readonly reason: RejectionReason;
}

/** The name that was looked for, and where it came from. */
export interface NameLookedFor {
  readonly value: string;
  readonly from: 'connector' | 'computer';
}

/** Three-valued: none is a claim, unknown is not. A chosen one may have expired: then no valid one exists. */
export type Selection =
  | { readonly kind: 'not-applicable' }
  | {
      readonly kind: 'chosen';
      readonly name: NameLookedFor;
      readonly chosen: StoredCertificate;
      readonly match: 'exact' | 'wildcard';
      readonly rejected: readonly Rejected[];
      /** Set when the store is blind now: when it was last seen there. */
      readonly lastSeen: Instant | undefined;
    }
  | {
      readonly kind: 'none';
      readonly name: NameLookedFor;
      readonly rejected: readonly Rejected[];
      readonly nearestMiss: Rejected | undefined;
    }
  | {
      readonly kind: 'unknown';
      readonly name: NameLookedFor;
      readonly blind: readonly Scope[];
      readonly rejected: readonly Rejected[];
    };
