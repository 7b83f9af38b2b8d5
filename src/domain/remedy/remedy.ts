import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { Connector, StoreDefinition } from '../connector/connector.ts';

/** A command, word by word; never a shell's text, for names are hostile. */
export type Command = readonly string[];

/** A world that differs in a few things, to be judged. */
export interface AssumedChange {
  /** What a certificate is then; itself where nothing of it changes. Left out: all stay as they are. */
  readonly certificate?: (stored: StoredCertificate) => StoredCertificate;
  /** What lies in a store besides. */
  readonly added?: readonly StoredCertificate[];
  /** Whoever can read its key can read those of what is added. Left out: nobody but root and the owner of the store. */
  readonly keyAccessOf?: StoredCertificate;
  /** Of whose issuer the certificate is that is not issued yet. Left out: it is self-signed, or there is none. */
  readonly issuedLike?: Thumbprint;
  /** What a connector, or a store, is then. */
  readonly connector?: Connector;
  readonly store?: StoreDefinition;
}

/** What ends a fault. */
export interface Remedy {
  /** What to type, in this order; exact for this host, this store, this connector. Empty where only a line helps. */
  readonly commands: readonly Command[];
  /** What no command writes: a line, and where it belongs. */
  readonly line?: Line;
  /** What would be then. Left out: it is a first step, and what comes of it lies with somebody else. */
  readonly brings?: AssumedChange;
}

/** A line of YAML that is to be written. */
export type Line =
  /** As part of a store's or a connector's entry in the configuration. */
  | { readonly of: 'store'; readonly text: string; readonly store: StoreDefinition }
  | { readonly of: 'connector'; readonly text: string; readonly connector: Connector }
  /** In a file beside a certificate: it goes for every certificate in that folder. */
  | { readonly of: 'folder'; readonly text: string; readonly path: string };

/** What stands for the thumbprint of a certificate that is not issued yet. No digest is known that looks so. */
export const NOT_ISSUED: Thumbprint = '0'.repeat(40);
