import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { Connector, StoreDefinition } from '../connector/connector.ts';

/** A command as an argv. Never a shell string, because names may be hostile. */
export type Command = readonly string[];

/** A change of an observation that is assumed in a simulation. */
export interface AssumedChange {
  /**
   * Returns the changed certificate, or the same object if it does not change. Left out: no
   * certificate changes.
   */
  readonly certificate?: (stored: StoredCertificate) => StoredCertificate;
  /** Certificates to add to stores. */
  readonly added?: readonly StoredCertificate[];
  /**
   * The certificate whose key has the same readers as the keys of `added`. Left out: only root and
   * the owner of the store can read them.
   */
  readonly keyAccessOf?: StoredCertificate;
  /**
   * The previous certificate, whose CA issues the new one. Left out: nothing is issued, or the new
   * certificate is self-signed.
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
  /** The certificate that the commands enable for SMTP, and do nothing else. */
  readonly enables?: Thumbprint;
  /** A line that the user must write into a file, because no command does. */
  readonly line?: Line;
  /**
   * The effect of the remedy. Left out if the remedy is only a first step, for example a CSR that a
   * CA must answer.
   */
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
