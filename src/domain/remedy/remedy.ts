import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { Connector, StoreDefinition } from '../connector/connector.ts';

/** A command as an argv. Never a shell string, because names may be hostile. */
export type Command = readonly string[];

/** An assumed change of an observation, whose effect is simulated. */
export interface AssumedChange {
  /** Returns the changed certificate, or the same one. Omitted if no certificate changes. */
  readonly certificate?: (stored: StoredCertificate) => StoredCertificate;
  /** Certificates to add to stores. */
  readonly added?: readonly StoredCertificate[];
  /**
   * The certificate whose readers can also read the keys of the added ones. Omitted if only root
   * and the store's owner can.
   */
  readonly keyAccessOf?: StoredCertificate;
  /**
   * The certificate whose CA issues the new one. Omitted if there is none, or for a self-signed
   * one.
   */
  readonly issuedLike?: Thumbprint;
  /** The changed connector. */
  readonly connector?: Connector;
  /** The changed store. */
  readonly store?: StoreDefinition;
}

/** A fix for a problem. */
export interface Remedy {
  /**
   * The commands in order, exact for this host, store and connector. Empty if only a line helps.
   */
  readonly commands: readonly Command[];
  /** A line that the user must write, because no command writes it. */
  readonly line?: Line;
  /** The effect of the remedy. Omitted if it is a first step and others must do the rest. */
  readonly effect?: AssumedChange;
}

/** A line of YAML to write. */
export type Line =
  /** In the entry of a store or connector in the configuration. */
  | { readonly of: 'store'; readonly text: string; readonly store: StoreDefinition }
  | { readonly of: 'connector'; readonly text: string; readonly connector: Connector }
  /** In a file next to certificates; it applies to all certificates of that directory. */
  | { readonly of: 'directory'; readonly text: string; readonly path: string };

/**
 * The placeholder thumbprint of a certificate that is not issued yet. No known digest is all zeros.
 */
export const NOT_ISSUED: Thumbprint = '0'.repeat(40);
