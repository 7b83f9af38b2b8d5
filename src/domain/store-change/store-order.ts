import type { Service, Thumbprint } from '../certificate/certificate.ts';
import type { KeyKind } from '../certificate/certificate-order.ts';

/** What an administrator asks of the personal store; what is left out takes the configuration's, or the default. */
export type StoreOrder = NewOrder | RenewOrder | EnableOrder | ImportOrder | RemoveOrder;

/** A self-signed certificate, or a request for one. @see https://learn.microsoft.com/powershell/module/exchange/new-exchangecertificate */
export interface NewOrder {
  readonly verb: 'new';
  /** RFC 4514, or attributes with commas between; undefined: CN = the first name. */
  readonly subject: string | undefined;
  /** Left out: a host's name that is the subject's CN, else the NetBIOS name and the FQDN of the computer. */
  readonly domainNames: readonly string[] | undefined;
  /** Adds `autodiscover.` and the domain of every name. */
  readonly includesAutodiscover: boolean;
  readonly key: KeyKind | undefined;
  readonly years: number | undefined;
  /** Left out: IMAP, POP, IIS and SMTP for the default certificate, none for names that are given. */
  readonly services: readonly Service[] | undefined;
  readonly friendlyName: string | undefined;
  readonly isExportable: boolean;
  /** A PKCS#10 request in place of a certificate; its key stays here. */
  readonly isRequest: boolean;
}

/** A clone: the same subject, names, kind of key and services; a new key and a new date. */
export interface RenewOrder {
  readonly verb: 'renew';
  readonly thumbprint: Thumbprint;
  /** `same`: as long as the one before; undefined: one calendar year. */
  readonly years: number | 'same' | undefined;
  readonly isRequest: boolean;
}

/** @see https://learn.microsoft.com/powershell/module/exchange/enable-exchangecertificate */
export interface EnableOrder {
  readonly verb: 'enable';
  readonly thumbprint: Thumbprint;
  readonly services: readonly Service[];
  /** These services alone, in place of those besides. */
  readonly replaces: boolean;
}

/** A certificate from a file, with its key; or the answer to a request that waits for it. */
export interface ImportOrder {
  readonly verb: 'import';
  /** Absolute. */
  readonly path: string;
  /** Absolute; tried in this order. */
  readonly passwordFiles: readonly string[];
  /** Left out: those of the request that it answers, else those that it has where it lies loose in the store, else none. */
  readonly services: readonly Service[] | undefined;
  readonly friendlyName: string | undefined;
  /** Left out: as the request says that it answers, else not. */
  readonly isExportable: boolean | undefined;
}

export interface RemoveOrder {
  readonly verb: 'remove';
  /** The thumbprint of a certificate, or the SHA-256 of a request. */
  readonly id: string;
}
