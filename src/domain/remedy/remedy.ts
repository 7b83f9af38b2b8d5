import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { Connector, StoreDefinition } from '../connector/connector.ts';

/** Command as an argv. Never a shell string, because names may be hostile. */
export type Command = readonly string[];

/** Assumed change of an observation, to simulate its effect. */
export interface AssumedChange {
  /** Returns the changed certificate, or the same one. Omitted if no certificate changes. */
  readonly certificate?: (stored: StoredCertificate) => StoredCertificate;
  /** Certificates to add to stores. */
  readonly added?: readonly StoredCertificate[];
  /**
   * Certificate whose readers can also read the keys of the added ones. Omitted if only root and
   * the store's owner can.
   */
  readonly keyAccessOf?: StoredCertificate;
  /**
   * Certificate whose CA issues the new one. Omitted if there is none, or for a self-signed one.
   */
  readonly issuedLike?: Thumbprint;
  /** Changed connector. */
  readonly connector?: Connector;
  /** Changed store. */
  readonly store?: StoreDefinition;
}

/** Fix for a problem. */
export interface Remedy {
  /** Commands in order, exact for this host, store and connector. Empty if only a line helps. */
  readonly commands: readonly Command[];
  /** Line that no command writes. */
  readonly line?: Line;
  /** Effect of the remedy. Omitted if it is a first step and others must do the rest. */
  readonly brings?: AssumedChange;
}

/** Line of YAML to write. */
export type Line =
  /** In the entry of a store or connector in the configuration. */
  | { readonly of: 'store'; readonly text: string; readonly store: StoreDefinition }
  | { readonly of: 'connector'; readonly text: string; readonly connector: Connector }
  /** In a file next to certificates; it applies to all certificates of that directory. */
  | { readonly of: 'directory'; readonly text: string; readonly path: string };

/** Placeholder thumbprint of a certificate that is not issued yet. No known digest is all zeros. */
export const NOT_ISSUED: Thumbprint = '0'.repeat(40);
