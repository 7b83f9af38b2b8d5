import type { Service, Thumbprint } from '../certificate/certificate.ts';
import type { KeySpec } from '../certificate/key-spec.ts';

/**
 * A `certificates` command of a user that changes the personal store, the only store that mailcertd
 * writes to. For an undefined value, the configuration or the stated default is used.
 */
export type StoreCommand = NewCommand | RenewCommand | EnableCommand | ImportCommand | RemoveCommand;

/**
 * Creates a self-signed certificate, or a CSR.
 * @see https://learn.microsoft.com/powershell/module/exchange/new-exchangecertificate
 */
export interface NewCommand {
  readonly verb: 'new';
  /**
   * As in RFC 4514, for example `CN=mail.contoso.com, O=Contoso`. Default: a CN with the first
   * name.
   */
  readonly subject: string | undefined;
  /**
   * Default: the host names in the CNs of the subject, or else the NetBIOS name and FQDN of the
   * computer.
   */
  readonly domainNames: readonly string[] | undefined;
  /** True to add `autodiscover.` with the domain of every name. */
  readonly includesAutodiscover: boolean;
  readonly key: KeySpec | undefined;
  readonly years: number | undefined;
  /** Default: IMAP, POP, IIS and SMTP with the default names of the computer, otherwise none. */
  readonly services: readonly Service[] | undefined;
  readonly friendlyName: string | undefined;
  readonly isExportable: boolean;
  /**
   * True to create a CSR (PKCS#10) instead of a certificate; the private key stays in the store.
   */
  readonly isRequest: boolean;
}

/**
 * Creates a clone of a certificate: the same subject, names, services, key algorithm and size, with
 * a new key and validity period.
 */
export interface RenewCommand {
  readonly verb: 'renew';
  readonly thumbprint: Thumbprint;
  /** Lifetime of the clone; `same`: that of the original. Default: one calendar year. */
  readonly years: number | 'same' | undefined;
  /** True to create a CSR instead of a self-signed certificate. */
  readonly isRequest: boolean;
}

/**
 * Enables a certificate for services.
 * @see https://learn.microsoft.com/powershell/module/exchange/enable-exchangecertificate
 */
export interface EnableCommand {
  readonly verb: 'enable';
  readonly thumbprint: Thumbprint;
  readonly services: readonly Service[];
  /** True if the services replace the current services; false: they are added. */
  readonly isExclusive: boolean;
}

/** Imports a certificate with its private key, or the issued certificate for a pending CSR. */
export interface ImportCommand {
  readonly verb: 'import';
  /** Absolute. */
  readonly path: string;
  /** Absolute; tried in this order. */
  readonly passwordFiles: readonly string[];
  /**
   * Default: the services of the CSR. Without a CSR, those of the same certificate elsewhere in the
   * store; otherwise none.
   */
  readonly services: readonly Service[] | undefined;
  readonly friendlyName: string | undefined;
  /** True if `export` may export the private key. Default: as in the CSR, or else false. */
  readonly isExportable: boolean | undefined;
}

/** Removes a certificate or CSR. */
export interface RemoveCommand {
  readonly verb: 'remove';
  /** The thumbprint of a certificate, or the SHA-256 of a CSR. */
  readonly id: string;
}
