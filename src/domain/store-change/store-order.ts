import type { Service, Thumbprint } from '../certificate/certificate.ts';
import type { KeyKind } from '../certificate/certificate-order.ts';

/**
 * A request of a user to change the personal store. Values that are left out come from the
 * configuration or are defaults.
 */
export type StoreOrder = NewOrder | RenewOrder | EnableOrder | ImportOrder | RemoveOrder;

/**
 * A request for a self-signed certificate or a CSR.
 * @see https://learn.microsoft.com/powershell/module/exchange/new-exchangecertificate
 */
export interface NewOrder {
  readonly verb: 'new';
  /** RFC 4514, or attributes separated by commas; undefined: CN = the first name. */
  readonly subject: string | undefined;
  /**
   * Left out: a host name in the CN of the subject, or else the NetBIOS name and FQDN of the
   * computer.
   */
  readonly domainNames: readonly string[] | undefined;
  /** Adds `autodiscover.` with the domain of every name. */
  readonly includesAutodiscover: boolean;
  readonly key: KeyKind | undefined;
  readonly years: number | undefined;
  /** Left out: IMAP, POP, IIS and SMTP for the default certificate, or none if names are given. */
  readonly services: readonly Service[] | undefined;
  readonly friendlyName: string | undefined;
  readonly isExportable: boolean;
  /** True to create a PKCS#10 CSR instead of a certificate; the private key stays in the store. */
  readonly isRequest: boolean;
}

/**
 * A request for a clone: the same subject, names, kind of key and services, with a new key and
 * validity period.
 */
export interface RenewOrder {
  readonly verb: 'renew';
  readonly thumbprint: Thumbprint;
  /** `same`: the lifetime of the original; undefined: one calendar year. */
  readonly years: number | 'same' | undefined;
  readonly isRequest: boolean;
}

/**
 * A request to enable a certificate for services.
 * @see https://learn.microsoft.com/powershell/module/exchange/enable-exchangecertificate
 */
export interface EnableOrder {
  readonly verb: 'enable';
  readonly thumbprint: Thumbprint;
  readonly services: readonly Service[];
  /** True if the services replace the current ones. */
  readonly isExclusive: boolean;
}

/**
 * A request to import a certificate with its private key, or the issued certificate for a pending
 * CSR.
 */
export interface ImportOrder {
  readonly verb: 'import';
  /** Absolute. */
  readonly path: string;
  /** Absolute; tried in this order. */
  readonly passwordFiles: readonly string[];
  /**
   * Left out: those of the CSR, or else those of the same certificate outside its own directory, or
   * else none.
   */
  readonly services: readonly Service[] | undefined;
  readonly friendlyName: string | undefined;
  /** Left out: as in the CSR, or else false. */
  readonly isExportable: boolean | undefined;
}

/** A request to remove a certificate or CSR. */
export interface RemoveOrder {
  readonly verb: 'remove';
  /** The thumbprint of a certificate, or the SHA-256 of a CSR. */
  readonly id: string;
}
