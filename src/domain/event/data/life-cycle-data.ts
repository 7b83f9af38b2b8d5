import type { Scope } from '../../scope.ts';
import type { Instant } from '../../time.ts';

/** A change by which an open condition became worse or different. `before`: the previous value. */
export type Escalation =
  /** The next reminder before the expiry is due. */
  | { readonly kind: 'urgency' }
  | { readonly kind: 'level'; readonly before: 'Error' | 'Warning' | 'Information' }
  /** More connectors are affected. */
  | { readonly kind: 'connectors'; readonly added: readonly string[] }
  /** Another FQDN or TlsCertificateName is required. */
  | { readonly kind: 'name'; readonly before: string }
  /** Other certificates are affected; `before` is their previous number. */
  | { readonly kind: 'certificates'; readonly before: number }
  /** More files are affected; `before` is their previous number. */
  | { readonly kind: 'files'; readonly before: number };

/** Why a condition was cleared, with the scan or probe that shows it. */
export interface Evidence {
  /** The scanned or probed object. */
  readonly scope: Scope;
  readonly at: Instant;
  /** The certificate that is selected now, if there is one. */
  readonly thumbprint?: string;
  readonly reason:
    | 'connector-removed'
    /** The scan or probe did not find the problem. */
    | 'observed'
    /** The connector is disabled, offers no TLS, or needs no certificate. */
    | 'connector-off'
    /** The connector is no longer probed. */
    | 'not-probed'
    /** The server no longer has any address of the condition. */
    | 'address-removed'
    | 'store-removed'
    /** The certificate has expired, which another event reports. */
    | 'expired'
    /** The problem is now reported as another event. */
    | 'reclassified';
}

/** The life cycle of a condition. Every record of a condition may have these data. */
export interface LifeCycleData {
  /** For `repeated`, the time at which the condition was raised. */
  readonly raisedAt: Instant;
  /** For `escalated`, the reasons. */
  readonly escalation: readonly Escalation[];
  /**
   * For 1900 (condition cleared): the cleared event, when it was raised, and why it was cleared.
   */
  readonly cleared: {
    readonly eventId: number;
    readonly raisedAt: Instant;
    /** Last reported level. Missing in records of earlier versions. */
    readonly level?: 'Error' | 'Warning' | 'Information';
    readonly evidence: Evidence;
  };
}
