import type { Assessment } from '../assessment/assess.ts';
import type { Certificate, Service, StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { CertificateParameters, CsrParameters } from '../certificate/certificate-parameters.ts';
import type { KeySpec } from '../certificate/key-spec.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import type { InternalConsent } from './internal-consent.ts';
import type { Refusal } from './refusal.ts';
import type { InstallChange, RequestChange, StoreChange } from './store-change.ts';

/** The facts on which a plan depends, in addition to the command. */
export interface PlanContext {
  /** The current assessment. */
  readonly assessment: Assessment;
  /** The personal store, the only store that mailcertd writes to. */
  readonly personal: StoreDefinition;
  /** Lifetime and key type of new certificates for which the command gives none. */
  readonly defaults: { readonly years: number; readonly key: KeySpec };
  /** True if refusals that can be overridden are ignored. */
  readonly isForced: boolean;
  /** The user's answer to an `InternalQuestion`, if the command contains it. */
  readonly internalConsent: InternalConsent;
}

/**
 * A question to the user: whether another certificate replaces the recorded internal transport
 * certificate. mailcertd records one certificate as the internal transport certificate, which in
 * Exchange is the certificate for mail between the servers of the organization.
 */
export interface InternalQuestion {
  readonly kind: 'asks';
  /** The certificate that would replace the recorded one; undefined: not issued yet. */
  readonly certificate: Certificate | undefined;
  /** The certificate that is recorded now. */
  readonly recorded: Thumbprint;
  /** The recorded certificate itself; undefined: no store contains it. */
  readonly recordedCertificate: Certificate | undefined;
}

/** The plan for a command, before anything is issued or changed. */
export type Plan =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The user must decide first. */
  | InternalQuestion
  /** The store is already in the requested state. */
  | { readonly kind: 'unchanged'; readonly stored: StoredCertificate }
  /** Issue a certificate, and install it with these settings. */
  | {
      readonly kind: 'issue';
      readonly parameters: CertificateParameters;
      readonly installSettings: Pick<
        InstallChange,
        'services' | 'friendlyName' | 'isExportable' | 'recordsInternal' | 'renews' | 'endsBefore' | 'keyReaders'
      >;
    }
  /** Create a CSR, and store it with these settings. */
  | {
      readonly kind: 'request';
      readonly parameters: CsrParameters;
      readonly requestSettings: Pick<RequestChange, 'services' | 'friendlyName' | 'isExportable' | 'renews'>;
    }
  /** Change the store without issuing a certificate or creating a CSR. */
  | { readonly kind: 'change'; readonly change: StoreChange };

const SERVICES_IN_EXCHANGE_ORDER: readonly Service[] = ['IMAP', 'POP', 'UM', 'IIS', 'SMTP', 'Federation'];

/** Returns the services in the order in which Exchange lists them, without duplicates. */
export function sortServices(services: readonly Service[]): readonly Service[] {
  return SERVICES_IN_EXCHANGE_ORDER.filter((service) => services.includes(service));
}

/** Returns a plan that refuses the command. */
export function refused(refusal: Refusal): Plan {
  return { kind: 'refused', refusal };
}
