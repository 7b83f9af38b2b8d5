import type { Service } from '../certificate/certificate.ts';

/** Where a definition was read: the inventory, and the place in it as a person finds it again (`mailcertd.yaml:31`). */
export interface Source {
  readonly inventory: string;
  readonly place: string;
}

/**
 * A Receive or Send connector.
 * @see https://learn.microsoft.com/exchange/mail-flow/connectors/receive-connectors
 */
export interface Connector {
  readonly name: string;
  readonly direction: 'receive' | 'send';
  /** The name it gives in EHLO and STARTTLS: A-labels, lower case, no trailing dot; undefined: the computer's FQDN counts. */
  readonly fqdn: string | undefined;
  readonly enabled: boolean;
  /** Whether it offers TLS. If not, nothing is looked up and nothing is logged. */
  readonly starttls: boolean;
  readonly source: Source;
}

/** A certificate store: a folder (recursive), a file or a glob. */
export interface StoreDefinition {
  readonly name: string;
  /** Absolute, no trailing slash. */
  readonly path: string;
  /** What certificates are enabled for where nothing beside them says otherwise. */
  readonly services: readonly Service[];
  /** Whether connectors look for their certificate here. */
  readonly personal: boolean;
  /** Files with the passwords of its keystores, absolute, in the order in which they are tried; never the passwords. */
  readonly passwordFiles?: readonly string[];
  readonly source: Source;
}
