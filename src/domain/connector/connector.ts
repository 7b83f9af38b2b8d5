import type { Service } from '../certificate/certificate.ts';
import type { TrustSource } from '../certificate/trust-source.ts';
import type { ProbeTarget } from '../served/probe-target.ts';
import { MINUTE } from '../time.ts';

/** Where a definition was read: the inventory, and the place in it as a person finds it again (`mailcertd.yaml:31`). */
export interface Source {
  readonly inventory: string;
  readonly place: string;
}

/** The account that may read every file; mail servers open their keys as it before they give it up. */
export const ROOT = 'root';

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
  /** Who said `fqdn`: an operator, or a server's own settings that were read. Left out: set. */
  readonly fqdnOrigin?: 'set' | 'discovered';
  /** `<I>issuer<S>subject`: the certificate is looked for by these, and not by the FQDN. */
  readonly tlsCertificateName?: string;
  /** The files that a mail server reads its certificates from, absolute, one at least: what stands there is presented, and nothing else. */
  readonly certificateFiles?: readonly string[];
  /** Where the keys for these files lie, absolute; left out: in the same file, or beside it. */
  readonly keyFiles?: readonly string[];
  /** The account that opens its private key: not the one it runs as. Left out: root. */
  readonly keyLoadedBy?: string;
  /** Where what it really presents is looked at; left out: nowhere. Of a Send connector it is the other side. */
  readonly probe?: ProbeTarget;
  /** The socket of a discovered connector that is not probed, as it is reached from this host. */
  readonly listensAt?: Pick<ProbeTarget, 'host' | 'port'>;
  /** How long after its certificate has changed on disk the one before may still be served, ms; left out: `DEFAULT_GRACE`. */
  readonly grace?: number;
  /** The command that makes its server read its certificate again. */
  readonly reload?: readonly string[];
  /** Who vouches for what is served; left out: those that vouch in general. */
  readonly trust?: readonly TrustSource[];
  /** Whether mail does not go at all without TLS. */
  readonly requireTls?: boolean;
  /** Whether a Send connector needs a client certificate; left out: as `needsCertificate` says. */
  readonly requireClientCertificate?: boolean;
  /** Whether a certificate is selected for a Receive connector; left out: as `needsCertificate` says. */
  readonly selectCertificate?: boolean;
  /** Of a Send connector: whether the other side is a server of the same organisation. */
  readonly isInternal?: boolean;
  readonly source: Source;
}

/** A server that is reloaded by a renewal's hook, or by a timer soon after it, is not told of. */
export const DEFAULT_GRACE: number = 15 * MINUTE;

/** The account that opens a connector's private key. */
export function keyAccount({ keyLoadedBy }: Pick<Connector, 'keyLoadedBy'>): string {
  return keyLoadedBy ?? ROOT;
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
  /** The inventory whose connectors alone look here, and nowhere else: another server's own. Left out: those of all others. */
  readonly onlyFor?: string;
  /** Whether something renews its certificates by itself, as certbot does. */
  readonly automated?: boolean;
  /** Files with the passwords of its keystores, absolute, in the order in which they are tried; never the passwords. */
  readonly passwordFiles?: readonly string[];
  /** Files in which the private keys lie, absolute; left out: in the certificate's file, or beside it. */
  readonly keyFiles?: readonly string[];
  readonly source: Source;
}
