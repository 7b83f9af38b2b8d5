import type { KeyBarrier, Service, StoredCertificate, StoredKey } from '../certificate/certificate.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import type { Problem } from '../problem.ts';

/** Why an order is not carried out; nothing was changed. The sentence is the window's to make. */
export type Refusal =
  /** No store is named My: nothing is written to. */
  | { readonly reason: 'no-personal-store' }
  /** A store, or a part of it, cannot be seen: what would be done, or what lies there, is a guess. */
  | { readonly reason: 'store-unseen'; readonly problem: Problem }
  /** It was there when it was named, and is gone. */
  | { readonly reason: 'not-found'; readonly id: string }
  /** It lies in a store that is not written to; `services` of it are the configuration's. */
  | {
      readonly reason: 'not-written-to';
      readonly stored: StoredCertificate;
      readonly store: StoreDefinition;
      /** What it was to be enabled for; left out: that was not asked. */
      readonly services?: readonly Service[];
    }
  /** It lies in My among others, in no folder of its own: nothing that is written beside it would be its alone. */
  | {
      readonly reason: 'not-alone';
      readonly path: string;
      /** What it was to be enabled for; left out: that was not asked. */
      readonly services?: readonly Service[];
    }
  /** An authority's certificate that lies there to be sent along with another: nothing is done with it alone. */
  | { readonly reason: 'is-issuer'; readonly stored: StoredCertificate; readonly along: StoredCertificate }
  | { readonly reason: 'name-invalid'; readonly name: string }
  | { readonly reason: 'subject-invalid'; readonly subject: string; readonly detail: string }
  /** Exchange enables no wildcard for IMAP and POP: those services are given a name of their own. */
  | { readonly reason: 'wildcard'; readonly name: string; readonly services: readonly Service[] }
  | { readonly reason: 'key-unusable'; readonly stored: StoredCertificate; readonly kind: StoredKey['kind'] }
  /** The account that loads it cannot read it. */
  | { readonly reason: 'key-closed'; readonly stored: StoredCertificate; readonly barriers: readonly KeyBarrier[] }
  /** A clone would be self-signed, and an authority has issued it. Can be overruled. */
  | {
      readonly reason: 'not-self-signed';
      readonly stored: StoredCertificate;
      /** What renews it where it lies, word by word; left out: a request for the next one does. */
      readonly renewal?: readonly string[];
    }
  /** It is an authority's, and what is made here never issues anything. */
  | { readonly reason: 'renews-authority'; readonly stored: StoredCertificate }
  | {
      readonly reason: 'already-there';
      readonly stored: StoredCertificate;
      /** What it was to be enabled for, and is not yet. */
      readonly services: readonly Service[];
      /** Whether the file holds issuers of it that do not lie with it. */
      readonly lacksIssuers: boolean;
    }
  /** Nothing in the file is a certificate. */
  | { readonly reason: 'nothing-to-import'; readonly path: string; readonly problems: readonly Problem[] }
  /** All that lies in it is an authority's, without a key: a trust anchor, which the configuration's `trust` names. */
  | {
      readonly reason: 'authority';
      readonly path: string;
      readonly subject: string;
      /** The installed certificate whose issuers these are, which they do not lie with; left out: there is none. */
      readonly stored?: StoredCertificate;
    }
  /** It is an authority's with its key, which signs, and which no mail server has any use for. Can be overruled. */
  | { readonly reason: 'authority-with-key'; readonly path: string; readonly subject: string }
  /** Several certificates in it have a key, or none has one and several could be meant. */
  | { readonly reason: 'several-to-import'; readonly path: string; readonly subjects: readonly string[] }
  /** Its key is neither in the file nor with a request of the store. */
  | {
      readonly reason: 'no-key';
      readonly path: string;
      readonly subject: string;
      readonly problems: readonly Problem[];
    }
  /** Connectors present it. Can be overruled. */
  | { readonly reason: 'in-use'; readonly stored: StoredCertificate; readonly connectors: readonly string[] }
  /** It is the recorded internal transport certificate. Can be overruled. */
  | { readonly reason: 'is-internal'; readonly stored: StoredCertificate }
  /** No other valid certificate carries these names. Can be overruled. */
  | { readonly reason: 'last-for-names'; readonly stored: StoredCertificate; readonly names: readonly string[] }
  | { readonly reason: 'not-exportable'; readonly stored: StoredCertificate };
