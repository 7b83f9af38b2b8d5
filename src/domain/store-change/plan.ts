import type { Assessment } from '../assessment/assess.ts';
import type { Certificate, Service, StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { CertificateOrder, KeyKind, RequestOrder } from '../certificate/certificate-order.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import type { InternalConsent } from './internal-consent.ts';
import type { Refusal } from './refusal.ts';
import type { InstallChange, RequestChange, StoreChange } from './store-change.ts';

/** What a plan is made on. */
export interface PlanContext {
  /** What is seen now, and what connectors make of it. */
  readonly assessment: Assessment;
  /** The store that is written to. */
  readonly personal: StoreDefinition;
  /** How a certificate is made of which the order does not say so. */
  readonly defaults: { readonly years: number; readonly key: KeyKind };
  /** Goes on where a refusal can be overruled. */
  readonly isForced: boolean;
  readonly internal: InternalConsent;
}

/** Whether another certificate takes the place of the recorded internal transport certificate is for somebody to say. */
export interface InternalQuestion {
  readonly kind: 'asks';
  /** undefined: it is not issued yet. */
  readonly certificate: Certificate | undefined;
  readonly recorded: Thumbprint;
  /** undefined: it is not there any more. */
  readonly recordedCertificate: Certificate | undefined;
}

/** What an order comes to, before anything is issued or changed. */
export type Plan =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | InternalQuestion
  /** It is so already. */
  | { readonly kind: 'unchanged'; readonly stored: StoredCertificate }
  /** A certificate is issued, and installed so. */
  | {
      readonly kind: 'issue';
      readonly order: CertificateOrder;
      readonly install: Pick<
        InstallChange,
        'services' | 'friendlyName' | 'isExportable' | 'recordsInternal' | 'renews' | 'endsBefore' | 'opensTo'
      >;
    }
  /** A request is written, and kept so. */
  | {
      readonly kind: 'request';
      readonly order: RequestOrder;
      readonly keep: Pick<RequestChange, 'services' | 'friendlyName' | 'isExportable' | 'renews'>;
    }
  | { readonly kind: 'change'; readonly change: StoreChange };

/** The services in the order in which Exchange lists them, each once. */
export function inOrder(services: readonly Service[]): readonly Service[] {
  return SERVICES.filter((service) => services.includes(service));
}

const SERVICES: readonly Service[] = ['IMAP', 'POP', 'UM', 'IIS', 'SMTP', 'Federation'];

export function refused(refusal: Refusal): Plan {
  return { kind: 'refused', refusal };
}
