import type { Service, Thumbprint } from '../certificate/certificate.ts';
import type { KeySpec } from '../certificate/key-spec.ts';

/**
 * A `certificates` command of a user that changes the personal store. Values that are left out come
 * from the configuration or are defaults.
 */
export type StoreCommand = NewCommand | RenewCommand | EnableCommand | ImportCommand | RemoveCommand;

/**
 * A request for a self-signed certificate or a CSR.
 * @see https://learn.microsoft.com/powershell/module/exchange/new-exchangecertificate
 */
export interface NewCommand {
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
  readonly key: KeySpec | undefined;
  readonly years: number | undefined;
  /** Left out: IMAP, POP, IIS and SMTP for the default certificate, or none if names are given. */
  readonly services: readonly Service[] | undefined;
  readonly friendlyName: string | undefined;
  readonly isExportable: boolean;
  /** True to create a PKCS#10 CSR instead of a certificate; the private key stays in the store. */
  readonly isRequest: boolean;
}

/**
 * A request for a clone: the same subject, names, services, key algorithm and size, with a new key
 * and validity period.
 */
export interface RenewCommand {
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
export interface EnableCommand {
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
export interface ImportCommand {
  readonly verb: 'import';
  /** Absolute. */
  readonly path: string;
  /** Absolute; tried in this order. */
  readonly passwordFiles: readonly string[];
  /**
   * Left out: the services of the CSR, or else of the same certificate outside its own directory,
   * or else none.
   */
  readonly services: readonly Service[] | undefined;
  readonly friendlyName: string | undefined;
  /** Left out: as in the CSR, or else false. */
  readonly isExportable: boolean | undefined;
}

/** A request to remove a certificate or CSR. */
export interface RemoveCommand {
  readonly verb: 'remove';
  /** The thumbprint of a certificate, or the SHA-256 of a CSR. */
  readonly id: string;
}
